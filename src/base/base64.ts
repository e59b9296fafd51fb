/** The bytes that a text in base64 stands for. @throws DOMException when it is none */
export const bytesOfBase64 = (text: string): Uint8Array =>
  Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
