import { EventEmitter } from 'node:events'

/** Of a thing of Electron's whose methods take or give doubles: that it is called so there. */
export type NamesOf<T, K extends keyof T> = Readonly<Record<K, unknown>>

/** What may still be asked of a window that is closed. */
const afterwards = (key: string): boolean => ['isDestroyed', 'isGone'].includes(key) || key in EventEmitter.prototype

/**
 * What the double has of a thing of Electron's; anything else is refused by name, so that the shell cannot use it unseen.
 * `isGone`: it was closed, and refuses to be used, as Electron's does.
 */
export function onlyKnown<T extends object>(name: string, known: T, isGone = (): boolean => false): T {
  return new Proxy(known, {
    get(target, key, receiver): unknown {
      if (typeof key === 'string' && isGone() && !afterwards(key))
        throw new TypeError(`Object has been destroyed: ${name}.${key}`)
      // Whether it is a promise, or how it prints, is Node's own question.
      if (!(key in target) && typeof key === 'string' && !['then', 'toJSON'].includes(key))
        throw new Error(`The double of Electron has no ${name}.${key}: write it (test/electron-double).`)
      return Reflect.get(target, key, receiver)
    },
    set(target, key, value, receiver): boolean {
      if (!(key in target)) throw new Error(`The double of Electron has no ${name}.${String(key)} to set.`)
      return Reflect.set(target, key, value, receiver)
    },
  })
}

/** As Electron's: what `preventDefault` was called of does not happen. */
export function preventable(): { preventDefault(): void; readonly defaultPrevented: boolean } {
  let isPrevented = false
  return {
    preventDefault: () => void (isPrevented = true),
    get defaultPrevented() {
      return isPrevented
    },
  }
}
