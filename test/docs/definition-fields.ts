/** The parts of a JSON schema that a definition's has. */
export interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly type?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly not?: JsonSchema;
}

const alternatives = (schema: JsonSchema): readonly JsonSchema[] => schema.anyOf ?? schema.oneOf ?? [schema];

/** What a schema says about one field, with every form that it may have. */
export interface Field {
  readonly path: string;
  readonly forms: readonly JsonSchema[];
}

/**
 * Every field of a schema by its path, such as `canary.steps[].weight`; `<name>` stands for names that are free and
 * `<trigger>` for those of triggers. An object that can be nothing else is not listed itself.
 */
export function fieldsOf(schema: JsonSchema, path = ''): Field[] {
  const forms = alternatives(schema).flatMap(alternatives);
  const inner = forms.flatMap((form) => innerFields(form, path));
  const isContainer = (form: JsonSchema) => innerFields(form, path).length > 0;
  const own = path !== '' && !path.endsWith('[]') && !path.endsWith('>') && !forms.every(isContainer);
  const listed = own || path.endsWith('<trigger>') ? [{ path, forms }] : [];
  return merged([...listed, ...inner]);
}

function innerFields(form: JsonSchema, path: string): Field[] {
  const prefix = path === '' ? '' : `${path}.`;
  const free =
    typeof form.additionalProperties === 'object' ? fieldsOf(form.additionalProperties, `${prefix}<name>`) : [];
  // what nothing fits is there for the message that refuses it
  const members = Object.entries(form.properties ?? {}).filter(([, { not }]) => not === undefined);
  const named = members.flatMap(([name, member]) =>
    fieldsOf(member, path === 'gate.rules[].triggers' ? `${prefix}<trigger>` : `${prefix}${name}`),
  );
  const entries = form.items ? fieldsOf(form.items, `${path}[]`) : [];
  return [...named, ...free, ...entries];
}

/** One field per path: several forms of an object have members of one name. */
function merged(fields: readonly Field[]): Field[] {
  const paths = [...new Set(fields.map(({ path }) => path))];
  return paths.map((path) => ({
    path,
    forms: fields.filter((field) => field.path === path).flatMap(({ forms }) => forms),
  }));
}

/** Every bound and every choice of a field, as its type should name them. */
export function boundsOf({ forms }: Field): string[] {
  const texts = forms.flatMap((form) => [
    ...(form.type === 'string' ? [] : numericBounds(form)),
    ...(form.enum ?? []).map((value) => JSON.stringify(value)),
    ...(form.const === undefined ? [] : [JSON.stringify(form.const)]),
    ...(form.type === 'boolean' && form.const === undefined ? ['true', 'false'] : []),
    ...(form.items?.enum ?? []).map((value) => JSON.stringify(value)),
  ]);
  return [...new Set(texts)];
}

function numericBounds({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: JsonSchema): string[] {
  return [
    ...(exclusiveMinimum === undefined ? [minimum] : [`above ${exclusiveMinimum}`]),
    ...(exclusiveMaximum === undefined ? [maximum] : [`below ${exclusiveMaximum}`]),
  ].flatMap((bound) => (bound === undefined ? [] : [String(bound)]));
}

/** A copy of a definition in which one field has another value; lists get one entry, objects what is missing in them. */
export function withField(
  file: Readonly<Record<string, unknown>>,
  path: string,
  value: unknown,
  companions: Readonly<Record<string, object>>,
): Readonly<Record<string, unknown>> {
  return setIn(file, path.replaceAll('[]', '.[]').split('.'), value, companions, '') as Record<string, unknown>;
}

function setIn(
  target: unknown,
  [name = '', ...rest]: readonly string[],
  value: unknown,
  companions: Readonly<Record<string, object>>,
  path: string,
): unknown {
  if (name === '') return value;
  const innerPath = name === '[]' ? `${path}[]` : [path, name].filter(Boolean).join('.');
  const put = (inner: unknown) =>
    rest.length === 0 ? value : setIn(inner ?? companions[innerPath] ?? {}, rest, value, companions, innerPath);
  if (name === '[]') return [put(undefined)];
  const object = (Array.isArray(target) || typeof target !== 'object' || target === null ? {} : target) as Record<
    string,
    unknown
  >;
  const isList = rest[0] === '[]';
  return { ...object, [name]: put(isList ? undefined : object[name]) };
}
