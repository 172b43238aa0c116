/** A program that changes four files of state many times, beside others that do the same. */
import { noteElsewhere } from '../../src-main/domains/bundles/on-machine/bundle-proofs.ts'
import { rememberPlace } from '../../src-main/domains/copies/on-machine/place-memory.ts'
import { keepPlace } from '../../src-main/commons/places/on-machine/places-file.ts'
import { diskPlace } from './kept-places.ts'
import { exclude } from '../../src-main/domains/reclaim/on-machine/excluded-file.ts'

/** Which all of them remember something of. */
const shared = 'f'.repeat(16)

const [stateFolder = '', own = ''] = process.argv.slice(2)
keepPlace(stateFolder, { ...diskPlace('shared', 'shared'), id: shared })
for (let turn = 0; turn < 10; turn += 1) {
  const name = `${own}-${turn}`
  noteElsewhere(stateFolder, { name: 'work', version: '1' }, { name, identity: own })
  const id = `${own.padStart(8, '0')}${String(turn).padStart(8, '0')}`
  keepPlace(stateFolder, { ...diskPlace(name, own), id })
  rememberPlace(stateFolder, shared, ({ proven }) => ({ proven: { ...proven, [name]: name } }))
  exclude(stateFolder, `/home/${name}`, true)
}
