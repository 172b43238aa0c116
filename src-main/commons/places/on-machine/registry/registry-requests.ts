/** What a registry is asked for, whatever is in it: tags, and contents by their digests; and why it does not give them. */
import { z } from 'zod'
import { originText } from '../../../../contract/https-origin.ts'
import type { AppError } from '../../../../kernel/app-error.ts'
import { parseJson } from '../../../../kernel/parse-json.ts'
import {
  urlOf,
  type Registry,
  type RegistryAnswer,
  type RegistryQuestion,
  type RegistryWay,
} from '../../../../tools/oci/ask-registry.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { placesMessages } from '../../messages.ts'

export const blobSchema = z.object({
  mediaType: z.string(),
  digest: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  size: z
    .int()
    .min(0)
    .max(2 ** 50),
})
export type Blob = z.infer<typeof blobSchema>

/** Several answers are waited for. */
export const askedAtOnce = 8

/** AppErrors "unreachable", "blocked"; anything but 404 that is no answer to the question. */
export async function ask(
  registry: Registry,
  place: string,
  question: RegistryQuestion,
  options: RunOptions,
): Promise<Extract<RegistryAnswer, { kind: 'answered' }>> {
  const answer = await registry.ask(question, options)
  if (answer.kind === 'answered' && (answer.status < 300 || answer.status === 404)) return answer
  throw whyNot(registry, place, question, answer)
}

export function whyNot(
  { way }: Registry,
  place: string,
  { method, path }: RegistryQuestion,
  answer: RegistryAnswer,
): AppError {
  const { repository } = way.oci
  const address = new URL(originText(way.oci)).host
  if (answer.kind === 'no-answer') {
    const { isReached, details } = answer
    return placesMessages.registrySilent({ address, place, isReached }, { details })
  }
  if (answer.kind === 'certificate') return placesMessages.notTrusted({ address, why: answer.why })
  const { status, text, headers } = answer
  const more = { details: `${method} ${path.split('?')[0] ?? ''}: ${status} ${withoutLogin(text, way)}` }
  const isTooLittle = /\binsufficient_scope\b/.test(headers['www-authenticate'] ?? '')
  if (method === 'DELETE' && (isTooLittle || [400, 403, 405].includes(status)))
    return placesMessages.registryKeeps({ place }, more)
  if (status === 403 || isTooLittle) return placesMessages.registryRefuses({ address, repository }, more)
  if (status === 401) return placesMessages.registryLogin({ address, isNamed: way.login !== undefined }, more)
  if (status === 413) return placesMessages.registryTooLarge({ address }, more)
  if (status >= 500 || status === 429) return placesMessages.registryFails({ address, status }, more)
  return placesMessages.registryOdd({ address, status }, more)
}

/** Some repeat what they were sent. */
function withoutLogin(text: string, { login }: RegistryWay): string {
  const secrets =
    login === undefined ? [] : [login.token, Buffer.from(`${login.user}:${login.token}`).toString('base64')]
  const told = secrets.reduce((left, secret) => left.replaceAll(secret, '…'), text)
  return told
    .replace(/\bBearer [!-~]+/gi, 'Bearer …')
    .replace(/[^ -~…]/g, ' ')
    .slice(0, 500)
}

/** All tags of the repository; none where there is no such repository yet. */
export async function listTags(registry: Registry, place: string, options: RunOptions): Promise<readonly string[]> {
  const tags: string[] = []
  let path: string | undefined = `tags/list?n=${tagsAtOnce}`
  for (let pages = 0; path !== undefined; pages += 1) {
    if (pages >= mostPages || tags.length > mostTags)
      throw placesMessages.noRegistryThere({ address: registry.way.oci.address })
    const answer = await ask(registry, place, { method: 'GET', path }, options)
    if (answer.status === 404) return tags
    const page = tagsSchema.safeParse(parseJson(answer.text))
    if (!page.success) throw placesMessages.noRegistryThere({ address: registry.way.oci.address })
    const before = tags.length
    tags.push(...(page.data.tags ?? []))
    const [, next] = /<([^>]+)>;\s*rel="?next"?/.exec(String(answer.headers.link ?? '')) ?? []
    // A next page that brings nothing would never end.
    path = next === undefined || tags.length === before ? undefined : ownPath(registry, next)
  }
  return tags
}

const tagsAtOnce = 1000
const mostPages = 100
const mostTags = 20_000
const tagsSchema = z.object({ tags: z.array(z.string().max(300)).max(100_000).nullish() })

/** Where the registry leads, if that is at the registry: nothing is sent to others. */
function ownPath({ way }: Registry, location: string): string {
  const origin = originText(way.oci)
  const url = urlOf(location, `${origin}/v2/${way.oci.repository}/`)
  if (url?.origin !== new URL(origin).origin) throw placesMessages.registryLeads({ address: way.oci.address })
  return url.href
}

export interface BlobFile {
  readonly file: string
  readonly blob: Blob
}

/** Nothing is sent that is there. */
export async function pushBlob(
  registry: Registry,
  place: string,
  { file, blob: { digest, size } }: BlobFile,
  { onBytes, ...options }: RunOptions & { readonly onBytes: (bytes: number) => void },
): Promise<void> {
  const there = await ask(registry, place, { method: 'HEAD', path: `blobs/${digest}` }, options)
  if (there.status === 200) {
    onBytes(size)
    return
  }
  const url = new URL(await beginUpload(registry, place, options))
  url.searchParams.set('digest', digest)
  const headers = { 'content-type': 'application/octet-stream' }
  const body = { file, bytes: size }
  const put = await ask(registry, place, { method: 'PUT', path: url.href, headers, body, onBytes }, options)
  if (put.status === 404) throw placesMessages.registryOdd({ address: registry.way.oci.address, status: 404 })
}

async function beginUpload(registry: Registry, place: string, options: RunOptions): Promise<string> {
  const { address, repository } = registry.way.oci
  const begun = await ask(registry, place, { method: 'POST', path: 'blobs/uploads/' }, options)
  if (begun.status === 404) throw placesMessages.registryRefuses({ address, repository })
  return ownPath(registry, begun.headers.location ?? '')
}

/** Whether it may be written to: an upload is begun and ended, and leaves nothing. */
export async function tryRegistry(registry: Registry, place: string, options: RunOptions): Promise<void> {
  await listTags(registry, place, options)
  const upload = await beginUpload(registry, place, options)
  // Some do not end one before its time is over.
  await registry.ask({ method: 'DELETE', path: upload }, options)
}

/** False where it is gone, or what came is something else. */
export async function fetchBlob(
  registry: Registry,
  place: string,
  { file, blob }: BlobFile,
  { onBytes, ...options }: RunOptions & { readonly onBytes: (bytes: number) => void },
): Promise<boolean> {
  const into = { file, bytes: blob.size }
  const path = `blobs/${blob.digest}`
  const answer = await ask(registry, place, { method: 'GET', path, into, onBytes }, options)
  return answer.status === 200 && `sha256:${answer.sha256}` === blob.digest
}
