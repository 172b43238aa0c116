import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { badWhere } from '../../../src-main/commons/places/bad-where.ts'
import { placesMessages } from '../../../src-main/commons/places/messages.ts'
import { isAway, isNotReached } from '../../../src-main/commons/places/on-machine/place-presence.ts'
import { forgetPlace, keepPlace, sweepUnadded } from '../../../src-main/commons/places/on-machine/places-file.ts'
import { beginTrial, readPassword, writePassword } from '../../../src-main/commons/places/on-machine/place-secrets.ts'
import type { KeptPlace } from '../../../src-main/commons/places/schemas.ts'
import { diskPlace, idOfPlace, usualPlace } from '../../real/kept-places.ts'
import { ownFolder } from '../../own-folder.ts'

const disk = diskPlace('Disk', 'uuid')
const store: KeptPlace = {
  ...usualPlace,
  kind: 'store',
  id: idOfPlace('Server'),
  name: 'Server',
  repository: 'sftp://a@nas/x',
}
const registry: KeptPlace = {
  ...{ kind: 'registry', id: idOfPlace('Team'), name: 'Team', addedAt: '2026-11-30T00:00:00Z' },
  where: 'oci://ghcr.io/alice/bundles',
}
const server = { address: 'nas', port: 22 }

it.each([
  { at: disk, why: placesMessages.notConnected({ place: 'Disk' }), away: true, unread: true },
  { at: disk, why: placesMessages.full({ place: 'Disk' }), away: false, unread: false },
  { at: store, why: placesMessages.noServer({ ...server, isReached: false }), away: true, unread: true },
  { at: store, why: placesMessages.noServer({ ...server, isReached: true }), away: false, unread: true },
  { at: store, why: placesMessages.noBucketServer({ ...server, isReached: false }), away: true, unread: true },
  { at: store, why: placesMessages.noBucketServer({ ...server, isReached: true }), away: false, unread: true },
  { at: store, why: placesMessages.notLetIn({ address: 'nas', line: 'key' }), away: false, unread: true },
  { at: store, why: placesMessages.notTrusted({ address: 'nas', why: 'unknown' }), away: false, unread: true },
  { at: store, why: placesMessages.bucketFails({ address: 'nas', status: 503 }), away: false, unread: true },
  { at: store, why: placesMessages.clockOff({ address: 'nas' }), away: false, unread: true },
  { at: store, why: placesMessages.keysNeeded({}), away: false, unread: true },
  {
    at: registry,
    why: placesMessages.registrySilent({ address: 'a', place: 'Team', isReached: true }),
    away: false,
    unread: true,
  },
  {
    at: registry,
    why: placesMessages.registrySilent({ address: 'a', place: 'Team', isReached: false }),
    away: true,
    unread: true,
  },
  { at: registry, why: placesMessages.registryFails({ address: 'a', status: 500 }), away: false, unread: true },
] as const)('$at.name with $why.problem.id is away: $away', ({ at, why, away, unread }) => {
  expect([isAway(at, why), isNotReached(at, why)]).toEqual([away, unread])
})

it.each([
  ['oci://ghp_TOKEN@ghcr.io/alice', 'oci://…@ghcr.io/alice'],
  ['s3://KEY:SEC/RET@host/bucket', 's3://…@host/bucket'],
  ['oci+http://a:b@host/x', 'oci+http://…@host/x'],
  ['sftp://alice:secret@nas/../x', 'sftp://alice:…@nas/../x'],
  ['sftp://alice@nas/../x', 'sftp://alice@nas/../x'],
])('what opens %s is told nowhere', (where, told) => {
  const error = badWhere(where)
  expect([error.message.includes(told), error.problem?.data]).toEqual([true, { where: told }])
})

it('a list that was moved away takes no password with it, and one that is there only what is no place’s', () => {
  const root = ownFolder('places-')
  const secrets = path.join(root, 'secrets')
  for (const id of [disk.id, store.id]) writePassword(root, id, 'a password')
  sweepUnadded(root)
  expect(readPassword(root, store.id)).toBe('a password')
  // Of a look that was killed.
  beginTrial(root, disk.id)
  writeFileSync(path.join(secrets, `${disk.id}.tried`), '1.1.gone\n')
  sweepUnadded(root)
  expect(readdirSync(secrets)).toEqual([store.id])
  keepPlace(root, registry)
  mkdirSync(secrets, { recursive: true })
  sweepUnadded(root)
  expect(readdirSync(secrets)).toEqual([])
  writePassword(root, registry.id, 'x')
  forgetPlace(root, registry)
  expect(readdirSync(secrets)).toEqual([])
})

it('two places have never one name, however they are added at once', () => {
  const root = ownFolder('places-')
  keepPlace(root, disk)
  expect(() => keepPlace(root, { ...store, name: disk.name })).toThrow('already has a place named "Disk"')
  keepPlace(root, { ...disk, fsUuid: 'another' })
})
