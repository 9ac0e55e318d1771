// as much of onnxruntime-node as is used, for files of `graph-file.ts`: two bytes, then JSON
class Tensor {
  constructor(type, data, dims) {
    Object.assign(this, { type, data, dims });
  }
}

class InferenceSession {
  static async create(file) {
    const graph = JSON.parse(new TextDecoder().decode(file.subarray(2)));
    if (graph.stuck === 'create') await new Promise(() => setInterval(() => undefined, 1_000));
    return new InferenceSession(graph);
  }

  constructor(graph) {
    this.graph = graph;
    this.inputNames = graph.inputs ?? ['rows'];
  }

  async run(feeds) {
    const { graph } = this;
    const { dims, data } = feeds[this.inputNames[0]];
    const [rows, columns] = dims;
    if (columns !== graph.weights[0].length) throw new Error(`Got invalid dimensions\n index: 1 Got: ${columns}`);
    if (graph.stuck === data[0]) await new Promise(() => setInterval(() => undefined, 1_000));
    const row = (place) => data.subarray(place * columns, (place + 1) * columns);
    const scores = Array.from({ length: rows }, (_, place) => probabilities(graph, row(place))).flat();
    const width = scores.length / rows;
    const shape = graph.flat ? [rows] : [rows, width];
    return {
      label: new Tensor('int64', new BigInt64Array(rows), [rows]),
      ...Object.fromEntries(
        (graph.outputs ?? ['scores']).map((name) => [name, new Tensor('float32', Float32Array.from(scores), shape)]),
      ),
    };
  }
}

function probabilities({ weights, pair, link = 'probability', fill = 0 }, values) {
  const margins = weights.map((row) =>
    row.reduce(
      (sum, weight, column) => sum + weight * (Number.isNaN(values[column]) ? (fill ?? Number.NaN) : values[column]),
      0,
    ),
  );
  if (link === 'none') return margins;
  if (margins.length === 1) {
    const positive = 1 / (1 + Math.exp(-margins[0]));
    return pair ? [1 - positive, positive] : [positive];
  }
  const powers = margins.map(Math.exp);
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

module.exports = { InferenceSession, Tensor };
