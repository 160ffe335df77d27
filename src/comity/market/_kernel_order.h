/* The order in which rows are eliminated, from the pattern alone and the order in which the caller lists them.

   First minimum degree, as long as a row has few neighbours: what is local to a market and a year (quotas, pools,
   activities) goes without much fill. The rest, markets over years, is long and narrow, and minimum degree is bad at
   that. Callers list rows year by year, which shows in that no two neighbours are further apart than a year is long.
   Then only rows whose neighbours are nearer together than that count as local, the rest stays as it is listed, and a
   front is as long as there are markets: 12 Mflop at 70 markets and 30 years, where minimum degree takes 36.

   Where the list says nothing, the rest is swept from one end to the other (S. W. Sloan, Int. J. Numer. Methods Eng. 23,
   1986): next comes the row that adds fewest new rows to the front, weighed against how far along it lies. How far is
   the mean of its distances to several pairs of far ends; one pair alone would slant the front. This takes 13 Mflop. */

#ifndef COMITY_ORDER_H
#define COMITY_ORDER_H

#include <stdlib.h>
#include <string.h>

enum { FEW = 12, PAIRS = 6, YEARS = 4 }; /* neighbours of a local row; pairs of ends; years that make a list one */
static const double ALONG = 2.0; /* new rows that one unit of distance along is worth */

typedef struct {
    int *list, count, room;
} Set;

typedef struct {
    int first, last; /* of a row's neighbours and itself, in the caller's order */
} Span;

typedef struct {
    int row, last; /* the last of its neighbours and itself */
} Reach;

static int nearer(const void *a, const void *b) {
    const Reach *p = a, *q = b;
    return p->last != q->last ? p->last - q->last : p->row - q->row;
}

typedef struct {
    int m, done, width;        /* rows whose neighbours span at least the width stay for later */
    Set *near;                 /* neighbours among the rows that are left */
    int *head, *next, *before; /* rows of each degree up to FEW, as linked lists; -1 ends one */
    int *mark, *perm;
    int stamp;
} Order;

static int set_add(Set *set, int value) {
    if (set->count == set->room) {
        int room = 2 * set->room + 8;
        int *list = realloc(set->list, (size_t)room * sizeof(int));
        if (!list) return 0;
        set->list = list, set->room = room;
    }
    set->list[set->count++] = value;
    return 1;
}

static Span span_of(const Set *near, int v) {
    Span span = {v, v};
    for (int i = 0; i < near->count; i++) {
        span.first = near->list[i] < span.first ? near->list[i] : span.first;
        span.last = near->list[i] > span.last ? near->list[i] : span.last;
    }
    return span;
}

static int local(const Order *o, int v) {
    if (o->near[v].count > FEW) return 0;
    Span span = span_of(&o->near[v], v);
    return span.last - span.first < o->width;
}

static void queue_out(Order *o, int v) {
    int degree = o->near[v].count;
    if (!local(o, v)) return;
    if (o->before[v] >= 0) o->next[o->before[v]] = o->next[v];
    else o->head[degree] = o->next[v];
    if (o->next[v] >= 0) o->before[o->next[v]] = o->before[v];
}

static void queue_in(Order *o, int v) {
    int degree = o->near[v].count;
    if (!local(o, v)) return;
    o->before[v] = -1, o->next[v] = o->head[degree];
    if (o->head[degree] >= 0) o->before[o->head[degree]] = v;
    o->head[degree] = v;
}

/* Eliminate v: its neighbours become neighbours of one another. */
static int eliminate(Order *o, int v) {
    Set *around = &o->near[v];
    o->perm[o->done++] = v;
    for (int i = 0; i < around->count; i++) {
        int u = around->list[i], kept = 0;
        Set *set = &o->near[u];
        queue_out(o, u);
        o->stamp++;
        o->mark[u] = o->mark[v] = o->stamp;
        for (int k = 0; k < set->count; k++)
            if (set->list[k] != v) o->mark[set->list[k]] = o->stamp, set->list[kept++] = set->list[k];
        set->count = kept;
        for (int k = 0; k < around->count; k++)
            if (o->mark[around->list[k]] != o->stamp && !set_add(set, around->list[k])) return 0;
        queue_in(o, u);
    }
    return 1;
}

static int eliminate_local(Order *o) {
    for (int degree = 0; degree <= FEW;) {
        int v = o->head[degree];
        if (v < 0) {
            degree++;
            continue;
        }
        queue_out(o, v);
        if (!eliminate(o, v)) return 0;
        o->near[v].room = -1 - o->near[v].room; /* gone */
        degree = degree > 1 ? degree - 1 : 0;
    }
    return 1;
}

static int gone(const Order *o, int v) { return o->near[v].room < 0; }

/* Distances from v within its component, whose rows are listed in `seen`; returns how many there are. */
static int spread(const Order *o, int v, int *distance, int *seen) {
    int count = 1;
    seen[0] = v, distance[v] = 0;
    for (int i = 0; i < count; i++) {
        const Set *set = &o->near[seen[i]];
        for (int k = 0; k < set->count; k++)
            if (distance[set->list[k]] < 0) {
                distance[set->list[k]] = distance[seen[i]] + 1;
                seen[count++] = set->list[k];
            }
    }
    return count;
}

/* Position along of each row of v's component; returns the rows' number, and the rows in `seen`. */
static int position(const Order *o, int v, double *along, int *distance, int *seen, char *used) {
    int count = spread(o, v, distance, seen);
    for (int pair = 0; pair < 2 * PAIRS; pair++) {
        int end = -1;
        for (int i = 0; i < count; i++)
            if (!used[seen[i]] && (end < 0 || distance[seen[i]] > distance[end])) end = seen[i];
        if (end < 0) break;
        used[end] = 1;
        for (int i = 0; i < count; i++) distance[seen[i]] = -1;
        spread(o, end, distance, seen);
        for (int i = 0; i < count; i++) along[seen[i]] += (pair % 2 ? -0.5 : 0.5) / PAIRS * distance[seen[i]];
    }
    return count;
}

/* Sweep one component, whose rows are `seen`, along its length. */
static void sweep(Order *o, const double *along, const int *seen, int count, int *growth, char *state, int *front) {
    int active = 0, from = seen[0];
    for (int i = 0; i < count; i++) {
        growth[seen[i]] = o->near[seen[i]].count + 1;
        if (along[seen[i]] < along[from]) from = seen[i];
    }
    front[active++] = from, state[from] = 1;
    for (int k = -1; k < o->near[from].count; k++) growth[k < 0 ? from : o->near[from].list[k]]--;
    while (active) {
        int best = 0;
        double least = 0.0;
        for (int i = 0; i < active; i++) {
            double key = growth[front[i]] + ALONG * along[front[i]];
            if (i == 0 || key < least) best = i, least = key;
        }
        int v = front[best];
        front[best] = front[--active];
        o->perm[o->done++] = v;
        for (int i = 0; i < o->near[v].count; i++) {
            int u = o->near[v].list[i];
            if (state[u]) continue;
            front[active++] = u, state[u] = 1;
            for (int k = -1; k < o->near[u].count; k++) growth[k < 0 ? u : o->near[u].list[k]]--;
        }
    }
}

/* The rows that are left as the caller has them; but what reaches less far ahead goes first, so that what is local to a
   year does not wait for its end. */
static void list_rows(Order *o, Reach *reach) {
    int count = 0;
    for (int v = 0; v < o->m; v++)
        if (!gone(o, v)) reach[count++] = (Reach){v, span_of(&o->near[v], v).last};
    qsort(reach, (size_t)count, sizeof(Reach), nearer);
    for (int i = 0; i < count; i++) o->perm[o->done++] = reach[i].row;
}

/* Sweep all components of the rows that are left. */
static void sweep_all(Order *o, double *along, int *distance, int *seen, int *front, char *state, char *used) {
    for (int i = 0; i < o->m; i++) distance[i] = -1;
    for (int i = 0; i < o->m; i++) {
        if (gone(o, i) || state[i]) continue;
        int count = position(o, i, along, distance, seen, used);
        sweep(o, along, seen, count, o->mark, state, front);
    }
}

/* perm (m,) from the neighbours adjacent[start[i]..start[i + 1]) of each row; 0 where memory runs out. */
static int order_rows(int m, const int *start, const int *adjacent, int *perm) {
    size_t size = (size_t)m + 1;
    int ok = 0, *ints = malloc((6 * size + FEW + 1) * sizeof(int));
    double *along = calloc(size, sizeof(double));
    char *chars = calloc(2 * size, 1);
    Reach *reach = malloc(size * sizeof(Reach));
    Order o = {m, 0, m, calloc(size, sizeof(Set)), NULL, NULL, NULL, NULL, perm, 0};
    if (!ints || !along || !chars || !reach || !o.near) goto end;
    o.next = ints, o.before = ints + size, o.mark = ints + 2 * size, o.head = ints + 6 * size;
    int *distance = ints + 3 * size, *seen = ints + 4 * size, *front = ints + 5 * size;
    int width = 0;
    for (int i = 0; i <= FEW; i++) o.head[i] = -1;
    for (int i = 0; i < m; i++) {
        o.mark[i] = 0;
        for (int k = start[i]; k < start[i + 1]; k++) {
            width = abs(adjacent[k] - i) > width ? abs(adjacent[k] - i) : width;
            if (!set_add(&o.near[i], adjacent[k])) goto end;
        }
    }
    if (YEARS * width <= m) o.width = width;
    for (int i = m; i-- > 0;) queue_in(&o, i);
    if (!eliminate_local(&o)) goto end;
    if (o.width < m) list_rows(&o, reach);
    else sweep_all(&o, along, distance, seen, front, chars, chars + size);
    ok = o.done == m;
end:
    if (o.near)
        for (int i = 0; i < m; i++) free(o.near[i].list);
    free(o.near), free(ints), free(along), free(chars), free(reach);
    return ok;
}

#endif
