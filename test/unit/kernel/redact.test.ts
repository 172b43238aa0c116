import { describe, expect, it } from 'vitest'
import { toAgentError } from '../../../src-main/contract/agent-error.ts'
import { toWireError } from '../../../src-main/contract/wire-error.ts'
import { AppError } from '../../../src-main/kernel/app-error.ts'
import { createLogger } from '../../../src-main/kernel/logger.ts'
import { redact, redactText } from '../../../src-main/kernel/redact.ts'

const key = '-----BEGIN OPENSSH PRIVATE KEY-----\nhunter2\n-----END OPENSSH PRIVATE KEY-----'
const secrets = [
  key,
  key.slice(0, 50),
  'https://alice:hunter2@example.org/debian',
  'password = hunter2',
  'psk="hunter2 with spaces"',
  "api_key: 'hunter2'",
  'Authorization: Basic hunter2 hunter2',
  'Cookie: hunter2',
  '{"token":"hunter2"}',
  'PASSPHRASE=hunter2',
]

describe('a secret', () => {
  it.each(secrets)('is hidden in a text: %j', (text) => {
    expect(redactText(`before ${text}`)).not.toContain('hunter2')
    expect(redactText(`before ${text}`)).toMatch(/^before /)
  })

  it('is hidden under its name, however deep it is', () => {
    const told = redact({ a: [{ sshPrivateKey: 'hunter2', ticket: { of: 'hunter2' } }], wifiPsk: ['hunter2'] })
    expect(JSON.stringify(told)).not.toContain('hunter2')
  })

  it('of our own is hidden: a ticket, and the link that opens the page', () => {
    const secret = 'ab'.repeat(32)
    expect(redactText(`ticket ${secret} http://127.0.0.1:4242/enter/${secret}`)).toBe(
      'ticket [hidden] http://127.0.0.1:4242/enter/[hidden]',
    )
  })

  it('leaves by no log and no error', () => {
    const lines: string[] = []
    const logger = createLogger((line) => void lines.push(line), { nowMs: () => 0 })
    for (const text of secrets) {
      const error = new AppError({ code: 'tool-failed', message: 'It failed.', details: text })
      logger.log('warn', text, { text, error: toWireError(error) })
      lines.push(JSON.stringify([toWireError(error), toAgentError(error), toAgentError(new Error(text))]))
    }
    expect(lines.join('\n')).not.toContain('hunter2')
  })
})

describe('what is no secret', () => {
  it.each([
    'a checksum: ' + 'ab'.repeat(32),
    'https://example.org:8080/@scope/name',
    'The password was not asked for.',
    'Public key ssh-ed25519 AAAA',
  ])('stays: %j', (text) => {
    expect(redactText(text)).toBe(text)
  })

  /** What takes more than one look at each character takes minutes for texts of this length: the test would not end. */
  it('is read in time, however it is made', () => {
    for (const part of [
      'a.',
      'a://',
      'a://b:',
      '-----BEGIN A',
      '-----BEGIN PRIVATE KEY',
      'token ',
      'token=',
      'psk"',
      '"',
      ' ',
    ])
      expect(redactText(part.repeat(400_000))).not.toBe('')
  })
})
