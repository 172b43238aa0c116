import { readFile } from 'node:fs/promises'
import { extname, join, normalize } from 'node:path'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
}

export interface StaticFile {
  readonly type: string
  readonly body: Buffer
}

/** A file of the built page by its URL path; undefined for what is not there or would leave the folder. */
export async function readStaticFile(folder: string, urlPath: string): Promise<StaticFile | undefined> {
  const relative = normalize(decodePath(urlPath === '/' ? '/index.html' : urlPath))
  if (relative.includes('\0') || relative.split('/').includes('..')) return undefined
  const type = types[extname(relative)]
  if (type === undefined) return undefined
  const body = await readFile(join(folder, relative)).catch(() => undefined)
  return body === undefined ? undefined : { type, body }
}

function decodePath(urlPath: string): string {
  try {
    return decodeURIComponent(urlPath)
  } catch {
    return '\0'
  }
}
