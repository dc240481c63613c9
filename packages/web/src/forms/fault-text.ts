import i18next, { type TFunction } from 'i18next'

/** What is wrong with a model or its provider: from the catalogue where it knows the fault, else the server's own sentence. */
export function faultText(t: TFunction, { fault, sentence }: { fault: string | null; sentence: string | null }): string {
  const key = `modelFaults.${fault}`
  return i18next.exists(key) ? t(key as 'modelFaults.cut') : (sentence ?? '')
}
