/** What the kernel uses of WebAssembly: Node has it, its types leave it to those of browsers. */
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array);
  }
  class Memory {
    readonly buffer: ArrayBuffer;
    constructor(pages: { initial: number });
  }
  class Instance {
    readonly exports: unknown;
    constructor(module: Module, imports: { env: { memory: Memory } });
  }
}
