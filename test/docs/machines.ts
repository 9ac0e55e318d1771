import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './markdown.ts';

interface State {
  readonly Next?: string;
  readonly Default?: string;
  readonly Choices?: readonly { readonly Next: string; readonly Assign?: object }[];
  readonly Catch?: readonly { readonly Next: string; readonly Assign?: object }[];
  readonly Assign?: object;
  readonly ItemProcessor?: { readonly States: Readonly<Record<string, State>> };
}

interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties: MachineProperties }>>;
}

interface MachineProperties {
  readonly StateMachineName?: string;
  readonly DefinitionString?: string | { readonly 'Fn::Join': readonly [string, readonly unknown[]] };
}

/** A state of a machine, with the states that follow when nothing fails. */
export interface MachineState {
  readonly name: string;
  readonly next: readonly string[];
  /** Variables that it sets, or that are set on the way out of it. */
  readonly variables: readonly string[];
}

/** States of a machine of the sample model, from the synthesized template. */
export function machineStates(machine: 'retrain' | 'rollback'): MachineState[] {
  const template: Template = JSON.parse(
    readFileSync(join(root, 'cdk.out/Ratchet-bank-marketing.template.json'), 'utf8'),
  );
  const found = Object.values(template.Resources).find(
    ({ Properties }) => Properties?.StateMachineName === `ratchet-bank-marketing-${machine}`,
  );
  const { States }: { States: Readonly<Record<string, State>> } = JSON.parse(definitionText(found?.Properties));
  return statesOf(States);
}

/** The definition, with a letter where CloudFormation puts in a value. */
function definitionText(properties: MachineProperties | undefined): string {
  const definition = properties?.DefinitionString;
  if (definition === undefined) throw new Error('the template should have the machine: run npm run synth');
  if (typeof definition === 'string') return definition;
  return definition['Fn::Join'][1].map((part) => (typeof part === 'string' ? part : 'x')).join('');
}

function statesOf(states: Readonly<Record<string, State>>): MachineState[] {
  return Object.entries(states).flatMap(([name, state]) => {
    const exits = [state, ...(state.Choices ?? []), ...(state.Catch ?? [])];
    const next = [state.Next, ...(state.Choices ?? []).map((choice) => choice.Next), state.Default];
    const own = {
      name,
      next: [...new Set(next.filter((one) => one !== undefined))],
      variables: [...new Set(exits.flatMap(({ Assign }) => Object.keys(Assign ?? {})))],
    };
    return [own, ...statesOf(state.ItemProcessor?.States ?? {})];
  });
}
