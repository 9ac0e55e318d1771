import { generatedName, type ResourceHandler, type ResourceRequest } from '../assembly/resource-handler.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../aws-error.ts';
import type { StatesService } from '../states/states-api.ts';

/** How state machines are created from a template. */
export function stateMachineResources(states: StatesService): Record<string, ResourceHandler> {
  const described = (request: ResourceRequest) => {
    const name = String(request.properties.StateMachineName ?? generatedName(request));
    const arn = `arn:aws:states:${LOCAL_REGION}:${LOCAL_ACCOUNT}:stateMachine:${name}`;
    return { name, arn, definition: definitionOf(request), roleArn: String(request.properties.RoleArn) };
  };
  const create = (request: ResourceRequest) => {
    const machine = described(request);
    states.createStateMachine({ ...machine, type: String(request.properties.StateMachineType ?? 'STANDARD') });
    return { physicalId: machine.arn, attributes: { Arn: machine.arn, Name: machine.name } };
  };
  return {
    'AWS::StepFunctions::StateMachine': {
      simulated: ['DefinitionString', 'Definition', 'RoleArn', 'StateMachineName', 'StateMachineType'],
      inert: ['LoggingConfiguration', 'TracingConfiguration', 'EncryptionConfiguration', 'Tags'],
      create,
      update(request, existing) {
        const { arn, name, definition, roleArn } = described(request);
        if (arn !== existing.physicalId) return create(request);
        states.updateStateMachine(arn, { definition, roleArn });
        return { physicalId: arn, attributes: { Arn: arn, Name: name } };
      },
      delete: ({ physicalId }) => states.deleteStateMachine(physicalId),
    },
  };
}

function definitionOf({ properties }: ResourceRequest): object {
  const { DefinitionString, Definition } = properties;
  return typeof DefinitionString === 'string' ? (JSON.parse(DefinitionString) as object) : (Definition as object);
}
