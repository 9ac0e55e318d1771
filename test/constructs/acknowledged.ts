import { type App, Validations } from 'aws-cdk-lib';

export interface Acknowledged {
  readonly path: string;
  readonly id: string;
  readonly reason: string;
}

/** Every finding that was accepted, once the app is synthesized. */
export function acknowledged(app: App): readonly Acknowledged[] {
  const entries = app.node.findAll().flatMap(({ node }) =>
    node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.entries<string>(data))
      .map(([id, reason]) => ({ path: node.path, id: id.replace(/^Annotation::/, ''), reason })),
  );
  return [...new Map(entries.map((entry) => [`${entry.path} ${entry.id}`, entry])).values()];
}
