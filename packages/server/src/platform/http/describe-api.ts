import { errorTable, type Permission, Problem, type RouteSpec, scopes } from '@brain-ai/contract'
import { z } from 'zod'

type Json = Record<string, unknown>
export type ApiDescription = Json

/** The OpenAPI 3.1 description of the routes, made from the same objects that serve them. */
export function describeApi(routes: readonly RouteSpec[], version: string): ApiDescription {
  const schemas: Json = {}
  const toSchema = (schema: unknown, io: 'input' | 'output'): Json => {
    const {
      $defs,
      $schema: _,
      ...rest
    } = z.toJSONSchema(schema as z.ZodType, { target: 'draft-2020-12', io, unrepresentable: 'any' }) as Json & {
      $defs?: Json
    }
    for (const [name, definition] of Object.entries($defs ?? {})) schemas[name] ??= rewriteReferences(definition)
    return rewriteReferences(rest) as Json
  }
  toSchema(z.object({ problem: Problem }), 'output')

  const paths: Record<string, Json> = {}
  for (const route of routes) {
    paths[route.path] ??= {}
    paths[route.path]![route.method.toLowerCase()] = describeRoute(route, toSchema)
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Brain AI',
      version,
      description:
        'Documents in, cited answers out. Errors are application/problem+json with a stable code. Unsafe methods accept Idempotency-Key.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: [...new Set(routes.map((route) => route.tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas,
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'brain.session_token', description: 'Set by signing in' },
        bearer: { type: 'http', scheme: 'bearer', description: 'The token that signing in replies' },
        apiKey: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'brain_<id>_<secret>',
          description: 'An API key; it opens its own workspace, as far as its scopes and the role of its member reach',
        },
      },
    },
    'x-error-codes': errorTable,
  }
}

function describeRoute(route: RouteSpec, toSchema: (schema: unknown, io: 'input' | 'output') => Json): Json {
  const parameters = [...parametersOf(route.params, 'path', toSchema), ...parametersOf(route.query, 'query', toSchema)]
  if (isInWorkspace(route) && !route.path.includes('{slug}')) {
    parameters.push({
      name: 'x-workspace-slug',
      in: 'header',
      required: false,
      schema: { type: 'string' },
      description: 'The workspace; needed by those who belong to several, and not beside an API key',
    })
  }
  const content = requestContent(route, toSchema)
  return {
    operationId: operationId(route),
    summary: route.summary,
    tags: [route.tag],
    'x-permission': route.may,
    description: describeWho(route),
    security: securityOf(route),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(content ? { requestBody: { required: true, content } } : {}),
    responses: {
      [String(route.status ?? 200)]: describeReply(route, toSchema),
      default: {
        description: 'What went wrong',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  }
}

const isInWorkspace = ({ may }: RouteSpec) => may !== 'anyone' && may !== 'signed-in' && may !== 'operator'
const takesKeys = ({ may, allowsKeys }: RouteSpec) => allowsKeys === true || scopes.includes(may as Permission)

function securityOf(route: RouteSpec): Json[] {
  if (route.may === 'anyone') return []
  return [{ session: [] }, { bearer: [] }, ...(takesKeys(route) ? [{ apiKey: [] }] : [])]
}

function describeWho(route: RouteSpec): string {
  if (route.may === 'anyone') return 'For anyone.'
  if (route.may === 'operator') return 'For those who run this installation. Not with an API key.'
  if (route.may === 'signed-in')
    return `For whoever is signed in.${takesKeys(route) ? ' An API key will do.' : ' Not with an API key.'}`
  const withKey = takesKeys(route) ? `An API key needs the scope \`${route.may}\`.` : 'Not with an API key.'
  return `For members whose role holds \`${route.may}\`. ${withKey}`
}

function parametersOf(schema: unknown, place: 'path' | 'query', toSchema: (schema: unknown, io: 'input') => Json): Json[] {
  if (!schema) return []
  const object = toSchema(schema, 'input') as { properties?: Record<string, Json>; required?: string[] }
  return Object.entries(object.properties ?? {}).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || (object.required ?? []).includes(name),
    schema: property,
    ...(property.description ? { description: property.description } : {}),
  }))
}

function requestContent(route: RouteSpec, toSchema: (schema: unknown, io: 'input') => Json): Json | undefined {
  const content: Json = {}
  if (route.body) content['application/json'] = { schema: toSchema(route.body, 'input') }
  if (route.upload?.startsWith('multipart')) {
    const files = { type: 'array', items: { type: 'string', contentMediaType: 'application/octet-stream' } }
    content['multipart/form-data'] = { schema: { type: 'object', properties: { files }, required: ['files'] } }
  }
  if (route.upload?.endsWith('raw')) content['application/octet-stream'] = { schema: {} }
  return Object.keys(content).length > 0 ? content : undefined
}

function describeReply(route: RouteSpec, toSchema: (schema: unknown, io: 'output') => Json): Json {
  if (route.replyType) return { description: 'As it is', content: { [route.replyType]: { schema: { type: 'string' } } } }
  if (!route.reply) return { description: 'Done' }
  const content: Json = { 'application/json': { schema: toSchema(route.reply, 'output') } }
  if (route.events) {
    const events = Object.entries(route.events).map(([name, schema]) => ({ title: name, ...toSchema(schema, 'output') }))
    content['text/event-stream'] = { schema: { description: 'The data of each event, by the name of the event', oneOf: events } }
  }
  return { description: 'Good', content }
}

function operationId(route: RouteSpec): string {
  const words = route.path.split(/[^A-Za-z0-9]+/).filter(Boolean)
  return [route.method.toLowerCase(), ...words].join('-')
}

function rewriteReferences(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(rewriteReferences)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
    .filter(([name]) => name !== 'id' || typeof (value as Json).id !== 'string' || !('type' in value))
    .map(([name, part]) => [
      name,
      name === '$ref' && typeof part === 'string' ? part.replace('#/$defs/', '#/components/schemas/') : rewriteReferences(part),
    ])
  return Object.fromEntries(entries)
}
