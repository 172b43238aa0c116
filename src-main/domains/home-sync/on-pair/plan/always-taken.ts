import type { BytePath } from '../../../../kernel/byte-path.ts'
import { isAtOrBelow, keyOfPath } from '../../inventory/inventory-entry.ts'

const systemStateFolder = 'system-state'

/** "alice", below /home. */
export function folderOfPerson({ home }: { readonly home: string }): BytePath {
  return home.replace(/^\/home\//, '')
}

/** What comes from the laptop that is left whatever the other one did: the lists that both keep by way of it. */
export function alwaysTaken(person: { readonly home: string }): (key: string) => boolean {
  const systemState = keyOfPath(`${folderOfPerson(person)}/${systemStateFolder}`)
  return (key) => isAtOrBelow(key, systemState)
}
