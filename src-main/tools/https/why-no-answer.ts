/** Requests over TLS: whom they trust, and why there was no answer. */
import { existsSync } from 'node:fs'
import { readOwnText } from '../files/own-file.ts'
import { errnoOf } from '../../kernel/errno.ts'

export type NoAnswer =
  /** Its certificate is none that is trusted, belongs to another name, or is out of date. */
  | { readonly kind: 'certificate'; readonly why: 'unknown' | 'other-name' | 'out-of-date' }
  /** isReached: something is there, which did not end what it said, or said something else. */
  | { readonly kind: 'no-answer'; readonly details: string; readonly isReached: boolean }

/** As restic has it: its own list (PEM) in place of the system's, which Node would not read. */
export function trusted(ca: string | undefined): { readonly ca?: string } {
  if (ca !== undefined) return { ca }
  return existsSync(systemCertificates) ? { ca: readOwnText(systemCertificates) } : {}
}

/** Of Debian's ca-certificates. */
const systemCertificates = '/etc/ssl/certs/ca-certificates.crt'

const away: ReadonlySet<string> = new Set([
  ...['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT', 'ENETDOWN'],
])

export function whyNoAnswer(thrown: Error): NoAnswer {
  const code = errnoOf(thrown) ?? ''
  if (/^(?:SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_(?:GET_ISSUER|VERIFY))/.test(code))
    return { kind: 'certificate', why: 'unknown' }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return { kind: 'certificate', why: 'other-name' }
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') return { kind: 'certificate', why: 'out-of-date' }
  return { kind: 'no-answer', details: thrown.message, isReached: !away.has(code) }
}
