/* How small kernels are written: macros of the preprocessor for layouts and addresses, register dumps, tables. */
#define PAGE_SIZE       4096
#define TOP             (1L << (9 + 9 + 9 + 12 - 1))
#define TRAMPOLINE      (TOP - PAGE_SIZE)
#define FRAME           (TRAMPOLINE - PAGE_SIZE)
#define SLOT(n)         ((n) * 8)
#define SAVE(reg, n)    sd reg, SLOT(n)(a0)
#define LOAD(reg, n)    ld reg, SLOT(n)(a0)
#define GLOBAL(name)    .globl name; .type name, @function; name
#define FOR_SAVED(do)   do(s0, 2) ; do(s1, 3) ; do(s2, 4) ; do(s3, 5)
#define TEST(number, code...)  \
test_ ## number:               \
        li      gp, number;    \
        code;                  \
        bne     a0, a1, fail;

        .section .text.init
        .option norelax
GLOBAL(_start):
        csrr    a1, mhartid
        bnez    a1, park
        la      sp, stack_top
        la      t0, trap_entry
        csrw    stvec, t0
        csrwi   satp, 0
        csrw    sscratch, a0
        li      a0, FRAME
        li      a1, TRAMPOLINE + SLOT(3)
        jal     main
park:   wfi
        j       park

        .section trap_section, "ax"
        .align  4
GLOBAL(trap_entry):
        csrrw   a0, sscratch, a0
        SAVE(ra, 0); SAVE(sp, 1)
        FOR_SAVED(SAVE)
        csrr    t0, sscratch
        sd      t0, SLOT(9)(a0)
        sfence.vma zero, zero
        LOAD(t1, 10)
        jr      t1
GLOBAL(trap_return):
        LOAD(ra, 0); LOAD(sp, 1)
        FOR_SAVED(LOAD)
        csrrw   a0, sscratch, a0
        sret

        .text
GLOBAL(main):
        TEST(2, li a0, 1; li a1, 1)
        TEST(3, add a0, a0, a0; addi a1, a1, 1)
        TEST(4, li a0, 0xffffffff80000000 & ((1 << (__riscv_xlen - 1) << 1) - 1); lui a1, 0x80000)
        beq     a0, a1, 1f
fail:
        fence
        sw      gp, tohost, t5
1:      ret

        .pushsection .tohost, "aw", @progbits
        .align  6
        .globl  tohost
tohost: .dword  0
        .popsection

        .data
names:  .dword  name_read, name_write, 0
name_read:      .string "read"
name_write:     .string "write"
        .bss
        .align  12
        .space  PAGE_SIZE
stack_top:
