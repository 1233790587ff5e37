// What one network answers, as a small picture.

/** @param {HTMLCanvasElement} canvas @param {Uint8Array} tile a byte for each pixel
 * @param {Uint8Array} colours three bytes for each value of such a byte */
export function paintPlace(canvas, tile, colours) {
  const image = new ImageData(canvas.width, canvas.height);
  tile.forEach((byte, i) => {
    for (let c = 0; c < 3; c++) image.data[4 * i + c] = colours[3 * byte + c];
    image.data[4 * i + 3] = 255;
  });
  canvas.getContext('2d')?.putImageData(image, 0, 0);
}
