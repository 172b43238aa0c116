/** The other laptop signs in to it, and has a session of it for each connection; sshd starts nothing but the door for it. */
export const doorAccount = 'pc-switcher'
