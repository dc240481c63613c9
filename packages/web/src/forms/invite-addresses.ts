/** The addresses in a pasted or typed list: divided by lines, commas, semicolons or spaces, `Ann <ann@example.com>` too. Each once. */
export function readAddresses(text: string): { addresses: string[]; wrong: string[] } {
  const bare = text.replace(/"[^"\n]*"/g, ' ').replace(/[^,;\n<>]*<([^<>]*)>/g, ' $1 ')
  const words = [...new Set(bare.split(/[\s,;]+/).filter((word) => word !== ''))]
  const isAddress = (word: string) => /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(word) && word.length <= 254
  return { addresses: words.filter(isAddress), wrong: words.filter((word) => !isAddress(word)) }
}
