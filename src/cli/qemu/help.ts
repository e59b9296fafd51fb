/** One line an option, in the shape in which Makefiles look for them (`grep -- -gdb`). */
export const QEMU_HELP = `usage: trapframe qemu [options]

The options of qemu-system-riscv64 that courses use, on the machine of trapframe.

-h, -help       display this help and exit
-version        display version information and exit
-machine virt   the board; there is no other
-cpu, -accel, -icount, -rtc, -d, -D, -name and the like are taken and change nothing
-m SIZE         memory, in MiB or with K, M, G (128M)
-smp N          number of CPUs, 1 to 8
-bios FILE      firmware: none, default (the one that comes with trapframe) or a file
-kernel FILE    an ELF file or a raw image
-append TEXT    the kernel's command line
-initrd FILE    an initial RAM disk
-drive file=FILE,if=none,format=raw,id=ID
-device virtio-blk-device,drive=ID
                a disk; what the guest writes reaches the file
-snapshot       ... or not
-nographic      the console on stdin and stdout; C-a x ends the machine
-serial DEV     stdio, mon:stdio, file:PATH or none
-max-idle N     of trapframe, not of QEMU: the run ends N instructions after the end
                of the input in which nothing happens (300000000)
-no-reboot      a reset ends the run
-S              the machine stands until gdb lets it go
-s              the same as -gdb tcp::1234
-gdb DEV        wait for a gdb connection on DEV: tcp::PORT, of this computer alone
`;
