import type { FileToKeep } from './client.ts'

/** As a browser gives the person a file: it asks for the place, or has one for all of them. */
export function downloadFile({ name, type, content }: FileToKeep): void {
  const url = URL.createObjectURL(new Blob([content], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser has taken the blob by the next turn.
  window.setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
