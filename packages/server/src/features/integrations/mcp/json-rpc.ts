type Id = string | number | null

const codes = { 'no-method': -32_601, 'wrong-params': -32_602, 'no-resource': -32_002, refused: -32_000 }

export type JsonRpcReply =
  | { readonly jsonrpc: '2.0'; readonly id: Id; readonly result: unknown }
  | {
      readonly jsonrpc: '2.0'
      readonly id: Id
      readonly error: { readonly code: number; readonly message: string; readonly data?: unknown }
    }

export const succeeded = (id: Id, result: unknown): JsonRpcReply => ({ jsonrpc: '2.0', id, result })

export const failed = (id: Id, why: keyof typeof codes, message: string, data?: unknown): JsonRpcReply => ({
  jsonrpc: '2.0',
  id,
  error: { code: codes[why], message, ...(data !== undefined && { data }) },
})
