import { contentSecurityPolicy } from '../../transport/content-security-policy.ts'
import { readStaticFile } from '../../transport/static-files.ts'
import { isOwnPage } from './page-address.ts'

const headers = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
}

/** The answer to a request of the window: a file of the built page, or 404. */
export async function servePage(request: Request, folder: string): Promise<Response> {
  const isOurs = request.method === 'GET' && isOwnPage(request.url)
  const file = isOurs ? await readStaticFile(folder, new URL(request.url).pathname) : undefined
  if (file === undefined) return new Response('Page not found.', { status: 404, headers })
  return new Response(new Uint8Array(file.body), { headers: { ...headers, 'content-type': file.type } })
}
