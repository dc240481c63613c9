/** From which score on a passage bears out a sentence. Measured: `npm run bench:citations`. */
export const supportThreshold = 0.6
