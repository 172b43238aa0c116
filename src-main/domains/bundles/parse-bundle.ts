import { bundlePartSchema } from '../../contract/bundles-calls.ts'
import { bundlesMessages } from './messages.ts'
import type { WantedBundle } from './schemas.ts'

/** "thesis" or "thesis:2". AppError "invalid-input" for anything else. */
export function parseBundle(text: string): WantedBundle {
  const [name = '', version, ...others] = text.split(':')
  const parts = version === undefined ? [name] : [name, version]
  if (others.length > 0 || !parts.every((part) => bundlePartSchema.safeParse(part).success))
    throw bundlesMessages.badName({ text })
  return version === undefined ? { name } : { name, version }
}
