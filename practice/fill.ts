/** Fills both laptops, while they are off, with what a real person's laptops hold. Tests cover only what is here. */
import { createHash } from 'node:crypto'
import path from 'node:path'
import { fillEtc, startEtckeeper } from './fill-etc.ts'
import { fillFiles, fillOwnFiles } from './fill-files.ts'
import { ensureBaseImage, fillImages } from './fill-images.ts'
import { fillOddities } from './fill-oddities.ts'
import { fillPackages } from './fill-packages.ts'
import { fillPrivate } from './fill-private.ts'
import { fillProjects, makeProjects, removeProjects } from './fill-projects.ts'
import { person, type Laptop } from './layout.ts'
import { ensureRepository, repositoryHash } from './repository.ts'
import { TreeWriter } from './tree-writer.ts'

/** Raised when what the laptops are filled with changes. */
const recipe = 2

export const defaultFiles = 3000

export function fillHash(): string {
  return createHash('sha256')
    .update(JSON.stringify([recipe, repositoryHash()]))
    .digest('hex')
    .slice(0, 12)
}

/** What both laptops are filled from. */
export interface Material {
  readonly repository: string
  readonly baseImage: string
  readonly projects: string
}

export async function gatherMaterial(): Promise<Material> {
  const [repository, baseImage, projects] = await Promise.all([ensureRepository(), ensureBaseImage(), makeProjects()])
  return { repository, baseImage, projects }
}

export async function dropMaterial(material: Material): Promise<void> {
  await removeProjects(material.projects)
}

export async function fillLaptop(laptop: Laptop, material: Material, files: number): Promise<void> {
  await startEtckeeper(laptop)
  await fillPackages(laptop, material.repository)
  await fillEtc(laptop)
  await fillImages(laptop, material.baseImage)
  const writer = new TreeWriter(path.join(laptop.root, 'home', person), 1000)
  fillFiles(writer, laptop.host, files)
  fillOwnFiles(writer, laptop.host)
  await fillPrivate(laptop, writer)
  await fillOddities(laptop, writer)
  await fillProjects(laptop, material.projects)
}
