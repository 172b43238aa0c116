/** The other laptop signs in to it, and has a session of it for each connection. */
export const doorAccount = 'pc-switcher'
