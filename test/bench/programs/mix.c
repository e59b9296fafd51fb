// A linked list, a matrix product, a CRC and a state machine.
#include "bench.h"

struct node {
  struct node *next;
  u64 value;
};
static struct node nodes[1000];
static int a[40][40], b[40][40], c[40][40];
static u8 text[4096];

static u64 list(void) {
  u64 sum = 0;
  struct node *node = nodes;
  for (int i = 0; i < 8000; i++, node = node->next) sum += node->value;
  return sum;
}

static void matrix(int round) {
  for (int i = 0; i < 40; i++)
    for (int j = 0; j < 40; j++) a[i][j] = i + j + round, b[i][j] = i - j;
  for (int i = 0; i < 40; i++)
    for (int j = 0; j < 40; j++) {
      int sum = 0;
      for (int k = 0; k < 40; k++) sum += a[i][k] * b[k][j];
      c[i][j] = sum;
    }
}

static u32 crc(void) {
  u32 crc = ~0u;
  for (int i = 0; i < 4096; i++) {
    crc ^= text[i];
    for (int bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0xedb88320u : crc >> 1;
  }
  return ~crc;
}

// Counts numbers and words in a text, a character at a time.
static u64 machine(void) {
  enum { space, word, number, other } state = space;
  u64 words = 0, numbers = 0;
  for (int i = 0; i < 4096; i++) {
    u8 ch = text[i];
    switch (state) {
      case space: state = ch >= 'a' ? (words++, word) : ch >= '0' && ch <= '9' ? (numbers++, number) : ch == ' ' ? space : other; break;
      case word: state = ch >= 'a' ? word : ch == ' ' ? space : other; break;
      case number: state = ch >= '0' && ch <= '9' ? number : ch == ' ' ? space : other; break;
      case other: state = ch == ' ' ? space : other; break;
    }
  }
  return words * 10000 + numbers;
}

u64 work(void) {
  u64 sum = 0;
  for (int i = 0; i < 1000; i++) nodes[i].next = &nodes[(i * 7 + 1) % 1000], nodes[i].value = i;
  for (int i = 0; i < 4096; i++) text[i] = (u8)(i * i * 7 % 3 ? 'a' + i % 26 : i % 5 ? ' ' : '0' + i % 10);
  for (int round = 0; round < 9000; round++) {
    sum += list();
    matrix(round);
    sum += crc() + machine() + (u64)c[round % 40][3];
    text[round & 4095] ^= 1;
  }
  return sum;
}
