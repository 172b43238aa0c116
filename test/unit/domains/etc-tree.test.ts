/** What root makes of files of /etc that an app hands it stays in the folder that they are made in. */
import { describe, expect, it } from 'vitest'
import { doorFilesSchema } from '../../../src-main/domains/etc-tracking/door-files.ts'
import { manifestSchema } from '../../../src-main/domains/etc-tracking/manifest.ts'

const link = { path: '/profile.d', kind: 'link', target: '/etc/cron.d' }
const below = { path: '/profile.d/mine', kind: 'file', mode: 0o644, base64: '' }
const common = { owner: 'root', group: 'root', modified: '1.000000000', attributes: [] }
const content = { mode: '0644', bytes: 0, sha256: 'a'.repeat(64) }

describe('files of /etc from another laptop', () => {
  it('do not lie below a link, or in its place, where they would be written to wherever it leads', () => {
    expect(doorFilesSchema.safeParse([link, below]).success).toBe(false)
    expect(doorFilesSchema.safeParse([below, link]).success).toBe(false)
    expect(doorFilesSchema.safeParse([link, { ...below, path: '/profile.d/one/mine' }]).success).toBe(false)
    expect(doorFilesSchema.safeParse([link, { ...below, path: '/profile.d' }]).success).toBe(false)
    const staged = [
      { ...common, ...link },
      { ...common, ...content, kind: 'file', path: '/profile.d/mine' },
    ]
    expect(manifestSchema.safeParse(staged).success).toBe(false)
  })

  it('lie in folders, told or not, and may be gone below what is a link now', () => {
    expect(doorFilesSchema.safeParse([below, { ...link, path: '/profile.d/other' }]).success).toBe(true)
    expect(doorFilesSchema.safeParse([{ path: '/profile.d', kind: 'folder', mode: 0o755 }, below]).success).toBe(true)
    expect(doorFilesSchema.safeParse([link, { path: '/profile.d/mine', kind: 'absent' }]).success).toBe(true)
  })

  it('have the attributes that a person gives, and no label of another laptop', () => {
    const isTaken = (attribute: string): boolean =>
      manifestSchema.safeParse([{ ...common, ...content, kind: 'file', path: '/one', attributes: [attribute] }]).success
    expect(
      ['user.note=0x61', 'user.a\\040b=0x', 'security.capability=0x01', 'system.posix_acl_access=user:alice:6,'].map(
        isTaken,
      ),
    ).toEqual([true, true, true, true])
    expect(['# file: etc/shadow', 'security.ima=0x01', 'trusted.a=0x01', 'user.a'].map(isTaken)).toEqual([
      ...[false, false, false, false],
    ])
  })
})
