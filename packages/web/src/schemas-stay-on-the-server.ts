/**
 * Stands in for zod in the browser. The contract's types are all the web app needs of its schemas; the schemas
 * themselves, and zod with them, would add 25 kB to the first screen. Anything but building one throws.
 */
const schema: unknown = new Proxy(() => schema, {
  get(_, name) {
    if (name === 'parse' || name === 'safeParse') throw new Error('Schemas are checked on the server only.')
    return schema
  },
})

export const z = schema
