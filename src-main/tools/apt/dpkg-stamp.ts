import { fileStamp } from '../files/file-stamp.ts'

/** dpkg puts new files in place of these, or new names into these folders, with whatever it changes. */
const records = ['/var/lib/dpkg/status', '/var/lib/dpkg/updates', '/var/lib/dpkg/info']

/** Other after each change of what dpkg knows. */
export function dpkgStamp(): string {
  return records.map(fileStamp).join('\n')
}
