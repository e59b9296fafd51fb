// offsets.h - where assembly finds the fields of C structures.
// Each offset is compared with the structure itself: see the end of trap.h and process.h.
#pragma once

// struct trap_frame
#define FRAME_RA 0
#define FRAME_SP 8
#define FRAME_GP 16
#define FRAME_TP 24
#define FRAME_T0 32
#define FRAME_T1 40
#define FRAME_T2 48
#define FRAME_S0 56
#define FRAME_S1 64
#define FRAME_A0 72
#define FRAME_A1 80
#define FRAME_A2 88
#define FRAME_A3 96
#define FRAME_A4 104
#define FRAME_A5 112
#define FRAME_A6 120
#define FRAME_A7 128
#define FRAME_S2 136
#define FRAME_S3 144
#define FRAME_S4 152
#define FRAME_S5 160
#define FRAME_S6 168
#define FRAME_S7 176
#define FRAME_S8 184
#define FRAME_S9 192
#define FRAME_S10 200
#define FRAME_S11 208
#define FRAME_T3 216
#define FRAME_T4 224
#define FRAME_T5 232
#define FRAME_T6 240
#define FRAME_SEPC 248
#define FRAME_SSTATUS 256
#define FRAME_SCAUSE 264
#define FRAME_STVAL 272
#define FRAME_CPU 280
#define FRAME_ENTERED 288
#define FRAME_LEFT 296
#define FRAME_SIZE 304

// struct gate, which begins with a struct trap_frame
#define GATE_KERNEL_SATP 304
#define GATE_USER_SATP 312
#define GATE_STACK 320

// struct context
#define CONTEXT_RA 0
#define CONTEXT_SP 8
#define CONTEXT_S0 16
#define CONTEXT_S1 24
#define CONTEXT_S2 32
#define CONTEXT_S3 40
#define CONTEXT_S4 48
#define CONTEXT_S5 56
#define CONTEXT_S6 64
#define CONTEXT_S7 72
#define CONTEXT_S8 80
#define CONTEXT_S9 88
#define CONTEXT_S10 96
#define CONTEXT_S11 104

// struct cpu
#define CPU_HART 120
#define CPU_STACK 128
#define CPU_SLICE 144
#define CPU_SIZE 192
