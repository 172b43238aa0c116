import { describe, expect, it } from 'vitest'
import { pictureTypeOf } from '../../../src-main/kernel/picture-type.ts'

const typeOf = (text: string) => pictureTypeOf(Buffer.from(text, 'latin1'))

describe('a picture', () => {
  it('is known by how it begins', () => {
    expect(typeOf('\x89PNG\r\n\x1a\n\0\0\0\r')).toBe('image/png')
    expect(typeOf('\xff\xd8\xff\xe0\0\x10JFIF')).toBe('image/jpeg')
    expect(typeOf('GIF89a\x01\0\x01\0')).toBe('image/gif')
    expect(typeOf('RIFF\x0a\n\0\0WEBPVP8 ')).toBe('image/webp')
  })

  it('is not what can hold a program, or is something else', () => {
    expect(typeOf('<svg xmlns="http://www.w3.org/2000/svg">')).toBeUndefined()
    expect(typeOf('RIFF\0\0\0\0WAVEfmt ')).toBeUndefined()
    expect(typeOf('GIF88a')).toBeUndefined()
    expect(typeOf('')).toBeUndefined()
  })
})
