/** What a call to a model is for, as it will be asked later: what do answers cost, which agent, which conversation? */
export interface CallPurpose {
  /** One or two words of a-z and hyphens, as `answer` or `passages`. */
  readonly purpose: string
  readonly agentId?: string | undefined
  readonly conversationId?: string | undefined
}
