import type { BytePath } from '../../../../kernel/byte-path.ts'
import { pathOfKey, typeOf } from '../../inventory/inventory-entry.ts'
import type { Inventory } from '../inventory/outline-file.ts'
import { joinUnequal } from '../inventory/read-stretches.ts'
import { changeOf } from './changes-since.ts'

/** Files and FIFOs that look as they did in the earlier inventory of this laptop, and may have other contents or attributes. */
export async function* touchedSince(earlier: Inventory, now: Inventory): AsyncGenerator<readonly BytePath[]> {
  for await (const joined of joinUnequal(earlier, now)) {
    const { key, right } = joined
    if (right === undefined || !['f', 'p'].includes(typeOf(right))) continue
    if (changeOf(joined, () => undefined) === 'touched') yield [pathOfKey(key)]
  }
}
