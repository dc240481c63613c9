export type Pooling = 'mean' | 'cls' | 'last_token'

/** How the vectors of tokens become one, as models of sentence-transformers say in `1_Pooling/config.json`; the mean unless told. */
export function readPooling(config: unknown): Pooling {
  const given = (config ?? {}) as Record<string, unknown>
  if (given.pooling_mode_cls_token === true) return 'cls'
  return given.pooling_mode_lasttoken === true ? 'last_token' : 'mean'
}

/** The files a directory may hold the weights in, the exact one first, each as the library calls it. */
export const weightFiles = [
  ['onnx/model.onnx', 'fp32'],
  ['onnx/model_fp16.onnx', 'fp16'],
  ['onnx/model_quantized.onnx', 'q8'],
  ['onnx/model_int8.onnx', 'int8'],
] as const
