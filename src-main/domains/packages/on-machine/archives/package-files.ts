/** Files of packages that no source signs: what they are, by themselves and by dpkg. */
import { lstat } from 'node:fs/promises'
import path from 'node:path'
import { readControl } from '../../../../tools/apt/dpkg-deb.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { controlFields, packageFileSchema, type Archive, type PackageFile, type PackageVersion } from '../../model.ts'
import { sha256Of } from './place-archives.ts'

/**
 * Undefined where there is none in `folder`, or another package is in it than its name says. Of one that fits every architecture
 * `arch` is "all". `folder` is root's.
 */
export async function readPackageFile(
  { name, version, arch }: PackageVersion,
  folder: string,
  options: RunOptions,
): Promise<PackageFile | undefined> {
  const fileName = `${name}_${version.replaceAll(':', '%3a')}_${arch}.deb`
  const file = path.join(folder, fileName)
  const found = await lstat(file).catch(() => undefined)
  if (found?.isFile() !== true) return undefined
  const control = await readControl(file, ['Package', 'Version', 'Architecture', ...controlFields], options)
  const [isName, isVersion, isArch] = ['Package', 'Version', 'Architecture'].map((field) => control?.get(field))
  if (control === undefined || isName !== name || isVersion !== version || isArch !== arch) return undefined
  const described = packageFileSchema.safeParse({
    ...{ name, version, arch, fileName, bytes: found.size, sha256: await sha256Of(file, options.signal) },
    control: Object.fromEntries(controlFields.flatMap((field) => pairOf(field, control.get(field)))),
  })
  return described.success ? described.data : undefined
}

function pairOf(field: string, value: string | undefined): readonly (readonly [string, string])[] {
  return value === undefined || value === '' ? [] : [[field, value]]
}

/** Of what apt would install from, the files that no source signs: a source may offer the same version by now. */
export function agreedFiles(wanted: readonly Archive[], files: readonly PackageFile[]): readonly PackageFile[] {
  const sums = new Set(wanted.map(({ sha256 }) => sha256))
  return files.filter(({ sha256 }) => sums.has(sha256))
}

/** Of these, the ones that are not in `folder` as they were agreed to: by size, SHA-256 and all that they say of themselves. */
export async function findOtherFiles(
  files: readonly PackageFile[],
  folder: string,
  options: RunOptions,
): Promise<readonly PackageFile[]> {
  const other: PackageFile[] = []
  for (const file of files) {
    const there = await readPackageFile(file, folder, options)
    if (there === undefined || !isSame(there, file)) other.push(file)
  }
  return other
}

function isSame(one: PackageFile, other: PackageFile): boolean {
  const isAlike = one.fileName === other.fileName && one.bytes === other.bytes && one.sha256 === other.sha256
  return isAlike && controlFields.every((field) => one.control[field] === other.control[field])
}
