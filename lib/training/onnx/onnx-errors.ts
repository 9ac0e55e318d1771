/** The package that scores ONNX files is not there, or was built for another machine. */
export class OnnxRuntimeMissing extends Error {
  override readonly name = 'OnnxRuntimeMissing';

  constructor(problem: string) {
    super(
      `a model in ONNX should find onnxruntime-node, got '${problem}': give RetrainingPipeline a layer with it as 'onnxRuntime', or on a laptop install it where the command is run`,
    );
  }
}

/** The thread that scores an ONNX file gave no answer for as long as it may take. */
export class OnnxTimedOut extends Error {
  override readonly name = 'OnnxTimedOut';
}
