import { readFileSync } from 'node:fs'
import { AppError } from '../../../kernel/app-error.ts'

/** What `--ca` names, as text. AppError "not-found". */
export function readCertificates(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new AppError({
      code: 'not-found',
      message: `${file} cannot be read.`,
      hint: 'Give the file with the certificate of the authority that vouches for the server.',
      cause,
    })
  }
}
