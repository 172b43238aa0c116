import { readFileOwners } from '../../../tools/apt/dpkg-files.ts'
import { answer } from '../../../machine/machine.ts'
import { templateOf } from '../../../kernel/unit-name.ts'
import { findUnitPackages } from '../verbs.ts'

/** A script of /etc/init.d is a unit too, and a package on a merged /usr may name its files without it (file-hierarchy(7)). */
function placesOf(unit: string): readonly string[] {
  const file = templateOf(unit)
  return [
    ...['/usr/lib', '/lib'].map((folder) => `${folder}/systemd/system/${file}`),
    `/etc/init.d/${unit.replace(/\.service$/, '')}`,
  ]
}

export const answerUnitPackages = answer(findUnitPackages, async ({ units }, { signal }) => {
  const owners = await readFileOwners(units.flatMap(placesOf), { signal })
  const found = units.flatMap((unit) => {
    const owner = placesOf(unit).flatMap((place) => owners.get(place) ?? [])[0]
    return owner === undefined || owner === '' ? [] : [[unit, owner] as const]
  })
  return { packages: Object.fromEntries(found) }
})
