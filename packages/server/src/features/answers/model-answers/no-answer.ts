const sentences: Readonly<Record<string, string>> = {
  en: 'Your documents do not say.',
  de: 'In Ihren Dokumenten steht dazu nichts.',
  fr: 'Vos documents n’en disent rien.',
  es: 'Sus documentos no dicen nada al respecto.',
  it: 'I vostri documenti non ne parlano.',
  nl: 'Uw documenten zeggen er niets over.',
  pt: 'Os seus documentos nada dizem sobre isso.',
}

/** What is said where the documents do not answer. */
export const sayNoAnswer = (language: string): string => sentences[language] ?? sentences.en!
