import { mkdir, open, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { Remember } from './guard.ts'

/** The proof as a JSON file of the person's own, besides the copies that both laptops keep as root. */
export function rememberProof(folder: string): Remember {
  return async (_pair, proof) => {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const path = join(folder, `${proof.switchId}.json`)
    const file = await open(`${path}.new`, 'w', 0o600)
    await file.writeFile(`${JSON.stringify(proof, undefined, 2)}\n`)
    await file.sync()
    await file.close()
    await rename(`${path}.new`, path)
  }
}
