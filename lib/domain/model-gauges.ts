/** What a serving environment knows about the model that it has loaded. */
export interface ModelGauges {
  readonly modelName: string;
  readonly modelVersion: string;
  readonly functionVersion: string;
  /** On the holdout; null where it has one class only. */
  readonly auc: number | null;
  readonly trainingRows: number;
  readonly loadSeconds: number;
}

/** Content type of Prometheus' text format. */
export const GAUGES_CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** Gauges in Prometheus' text exposition format 0.0.4. */
export function gaugesText(gauges: ModelGauges): string {
  const { modelName, modelVersion, functionVersion, auc, trainingRows, loadSeconds } = gauges;
  const model = `model="${modelName}"`;
  const served = `${model},model_version="${modelVersion}",function_version="${functionVersion}"`;
  return [
    gauge('ratchet_model_info', 'The model that answers.', served, 1),
    gauge('ratchet_model_auc', 'Area under the ROC curve on the holdout.', model, auc ?? Number.NaN),
    gauge('ratchet_model_n_train', 'Rows that the model was trained on.', model, trainingRows),
    gauge('ratchet_model_load_seconds', 'How long it took to load the model.', model, loadSeconds),
  ].join('');
}

function gauge(name: string, help: string, labels: string, value: number): string {
  return `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${name}{${labels}} ${value}\n`;
}
