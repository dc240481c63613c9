import type { Permission } from '@brain-ai/contract'
import type { z } from 'zod'
import type { Answering } from '#answers'
import type { WorkspaceContext } from '#platform/context'

/** Something that a program may call. It acts with the rights of whoever's key it has, and changes nothing. */
export interface Tool<I extends z.ZodObject = z.ZodObject, O extends z.ZodObject = z.ZodObject> {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly needs: Permission
  readonly input: I
  readonly output: O
  /** @throws BrainError as a refusal that the program is told */
  readonly run: (ctx: WorkspaceContext, answering: Answering, input: z.output<I>) => Promise<z.input<O>>
  /** The outcome for programs that read text only. */
  readonly show: (output: z.input<O>) => string
}

/** Checks the parts of a tool against each other. */
export const tool = <I extends z.ZodObject, O extends z.ZodObject>(given: Tool<I, O>): Tool => given as unknown as Tool
