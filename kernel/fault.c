// fault.c - a user program did what it may not do: say why, and kill it. Nobody else notices.
#include "kernel.h"

// All exceptions but the system call end here.
void fault_handler(struct trap_frame *frame) { process_end_by_fault(current_process(), frame); }

static const char *kernel_page_reason(uint64_t address) {
  if (address < KERNEL_BASE) return "this page belongs to a device, and the devices to the kernel";
  return isolation_is_on ? "nothing is mapped here for programs: this page belongs to the kernel, which is isolated"
                         : "this page belongs to the kernel";
}

// Why the page at this address could not be used, read from the page table like the hardware did.
static const char *page_reason(struct process *process, struct trap_frame *frame) {
  uint64_t address = frame->stval;
  pte_t *entry = page_table_find(process->page_table, address);
  if (entry != NULL && (*entry & PTE_COW)) return "there is no memory left for a copy of this page";
  if (entry == NULL && address >= STACK_BOTTOM && address < USER_TOP) return "there is no memory left for the stack";
  if (entry != NULL && control != DIRECT && !(*entry & PTE_U))
    return kernel_page_reason(address);
  if (entry != NULL && frame->scause == CAUSE_STORE_PAGE_FAULT) return "this page is not writable";
  if (entry != NULL && frame->scause == CAUSE_LOAD_PAGE_FAULT) return "this page is not readable";
  if (entry != NULL) return "this page is not executable";
  if (address < USER_BASE) return "nothing is mapped here: a null pointer?";
  if (address >= STACK_GUARD && address < STACK_BOTTOM) return "the stack is full: this is its guard page";
  return "nothing is mapped here";
}

#define OPCODE(instruction) ((instruction) & 0x7f)
#define FUNCT3(instruction) ((instruction) >> 12 & 7)
#define CSR(instruction) ((instruction) >> 20)
#define CSR_LEVEL(csr) ((csr) >> 8 & 3) // the lowest mode that may use it: 0 is user mode
#define OPCODE_SYSTEM 0x73
#define OPCODE_LOAD_FP 0x07
#define OPCODE_STORE_FP 0x27
#define OPCODE_FMADD 0x43
#define OPCODE_FP 0x53
#define C_FUNCT3(instruction) ((instruction) >> 13 & 7)
#define C_LOAD_FP 1
#define C_STORE_FP 5
#define INSTRUCTION_SRET 0x10200073
#define INSTRUCTION_MRET 0x30200073
#define INSTRUCTION_WFI 0x10500073
#define INSTRUCTION_SFENCE 0x12000073
#define SFENCE_MASK 0xfe007fff

static bool instruction_is_privileged(uint32_t instruction) {
  if (OPCODE(instruction) != OPCODE_SYSTEM) return false;
  if (FUNCT3(instruction) != 0) return CSR_LEVEL(CSR(instruction)) != 0;
  return instruction == INSTRUCTION_SRET || instruction == INSTRUCTION_MRET || instruction == INSTRUCTION_WFI ||
         (instruction & SFENCE_MASK) == INSTRUCTION_SFENCE;
}

// Of the extensions F and D: loads, stores, and (from 0x43 to 0x53) arithmetic; compressed,
// only loads and stores.
static bool instruction_is_floating(uint32_t instruction) {
  uint32_t opcode = OPCODE(instruction);
  if ((instruction & 3) == 3)
    return opcode == OPCODE_LOAD_FP || opcode == OPCODE_STORE_FP || (opcode >= OPCODE_FMADD && opcode <= OPCODE_FP);
  return (instruction & 3) != 1 && (C_FUNCT3(instruction) == C_LOAD_FP || C_FUNCT3(instruction) == C_STORE_FP);
}

static const char *instruction_reason(uint32_t instruction) {
  if (instruction_is_privileged(instruction)) return "only the kernel may execute it";
  if (instruction_is_floating(instruction)) return "this machine has no floating point";
  return "no such instruction";
}

// The instruction at pc: 16 bits if its low two bits are not 11, else 32.
static uint32_t instruction_at(struct process *process, uint64_t pc) {
  uint32_t instruction = 0;
  copy_from_user(process->page_table, &instruction, pc, 2);
  if ((instruction & 3) == 3) copy_from_user(process->page_table, (uint8_t *)&instruction + 2, pc + 2, 2);
  return instruction;
}

// Completes the line "... killed: CAUSE (scause N) at pc P" with the details and the reason.
void fault_explain(struct process *process, struct trap_frame *frame) {
  switch (frame->scause) {
  case CAUSE_ILLEGAL_INSTRUCTION: {
    uint32_t instruction = instruction_at(process, frame->sepc);
    print(", instruction 0x%x: %s", instruction, instruction_reason(instruction));
    break;
  }
  case CAUSE_FETCH_PAGE_FAULT:
  case CAUSE_LOAD_PAGE_FAULT:
  case CAUSE_STORE_PAGE_FAULT:
    print(", address 0x%lx: %s", frame->stval, page_reason(process, frame));
    break;
  case CAUSE_BREAKPOINT:
    print(": an ebreak, and no debugger inside this machine");
    break;
  default:
    print(", address 0x%lx", frame->stval);
  }
}
