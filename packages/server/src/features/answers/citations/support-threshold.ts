/** From which score on a passage bears out a sentence. Measured: bench/citations.ts. */
export const supportThreshold = 0.6
