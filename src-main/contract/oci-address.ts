/** Addresses of repositories in registries, as the OCI Distribution Specification has them. */
import { z } from 'zod'
import { hostForm, originOf, type HttpsOrigin } from './https-origin.ts'

/** Of each part of a repository's path. */
const nameForm = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*'

/**
 * "oci://ghcr.io/alice/bundles", with a port where it is needed. Always over TLS, but for "oci+http://127.0.0.1:5000/bundles", which may not
 * leave the laptop.
 */
const ociForm = new RegExp(`^oci(?<plain>\\+http)?://${hostForm}/(?<repository>${nameForm}(?:/${nameForm})*)$`)

export interface OciAddress extends HttpsOrigin {
  readonly repository: string
}

/** Of the specification, with the name of its host. */
const longest = 255

/** Undefined for what is none. */
export function parseOci(where: string): OciAddress | undefined {
  if (where.length > longest) return undefined
  const groups = ociForm.exec(where)?.groups ?? {}
  const { plain, repository } = groups
  const origin = originOf(groups, plain !== undefined)
  return origin === undefined || repository === undefined ? undefined : { ...origin, repository }
}

/** One line each, of what a header can have. */
const wordSchema = z.string().regex(/^[!-~]{1,4096}$/)

/** An account there, and its password or a token. A name has no colon (RFC 7617). */
export const registryLoginSchema = z.object({ user: wordSchema.regex(/^[^:]+$/), token: wordSchema })
export type RegistryLogin = z.infer<typeof registryLoginSchema>
