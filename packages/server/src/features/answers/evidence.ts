/** What tells an answer from a passage that is merely about the same. */
export type Evidence = Readonly<Record<EvidenceName, number>>
export type EvidenceName =
  /** what the words of the question say together, the average and the worst one, in log-odds */
  | 'words'
  | 'averageWord'
  | 'worstWord'
  /** share of the question's letters, by their rarity, in the passage, in the sentence, and beyond the best other passage */
  | 'passageGrams'
  | 'sentenceGrams'
  | 'gramLead'
  /** how many rare words of the question the sentence and the passage meet */
  | 'sentenceMatched'
  | 'passageMatched'
  /** share of the question met by the sentence with its neighbours, by the passage, and beyond the best other passage */
  | 'neighbourhood'
  | 'coverage'
  | 'coverageLead'
  /** BM25 of the best other passage beside that of this one */
  | 'runnerUp'
  /** how far the sentence is ahead of the best one of another passage */
  | 'sentenceLead'
  /** share of neighbouring pairs of words of the question that stand so in the passage */
  | 'phrases'
  /** something of the wanted kind is asked for and the sentence has none */
  | 'lacksFigure'
  | 'lacksName'
