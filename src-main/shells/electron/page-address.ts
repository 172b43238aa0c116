/** The page has a protocol of its own, because file:// would let it read the disk. */
export const pageScheme = 'app'
const pageHost = 'pc-switcher'
export const startPage = `${pageScheme}://${pageHost}/index.html`
/** Where a switch is prepared, or shown. Only what comes after `#` is another, so that the page stays. */
export const switchPage = `${startPage}#/switch`

/** Where a switch is seen that the other laptop runs. */
export const overviewPage = `${startPage}#/overview`

/** Whether an address is our own page. Decides what is served, navigation, and who may call the app. */
export function isOwnPage(address: string): boolean {
  const url = URL.canParse(address) ? new URL(address) : undefined
  // The `origin` of a scheme that the URL standard does not know is "null": the parts are compared.
  return url?.protocol === `${pageScheme}:` && url.host === pageHost && url.username === '' && url.password === ''
}

/** Of all that a browser may be asked for, our page may notify: that a switch has ended, or needs the person. */
export function mayHave(permission: string, address: string): boolean {
  return permission === 'notifications' && isOwnPage(address)
}

export interface Frame {
  readonly url: string
  readonly parent: Frame | null
}

/** Only the top frame of our own page may call the app; null is a frame that is gone. */
export function mayCall(frame: Frame | null): boolean {
  return frame !== null && frame.parent === null && isOwnPage(frame.url)
}
