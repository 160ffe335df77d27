/* The compiled kernel: the interior point of interior.py and the polish of polish.py, line by line, in plain C.

   Nothing is decided here that is not decided there, so read those first; only the normal matrix is factored otherwise
   (see _kernel_factor.h). Inside, rows are kept in the order of elimination, and movements with a capacity before those
   without, since most arrays concern capacities; outside, both are in the caller's order. */

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "_kernel_factor.h"

#define REGULAR 1e-3
#define STEP 0.995
#define CENTRING 4.0
#define BEND 0.5
#define FAINTEST 1e-20
#define TINIEST 1e-250
#define STEEPEST 1e30
#define NEAR_AMOUNT 1e-6
#define NEAR_PRICE 1e-8
#define WRONG 1e-13
enum { PATIENCE = 25, LIMIT = 120, STEPS = 16 };

typedef struct {
    double *x, *z, *w, *v, *y, *s;
} Point;

typedef struct {
    int n, m, nnz, terms, exps, *term_col, *exp_col;
    int *column; /* (n,) what the caller counts each movement as: inside, those with a capacity come first */
    Entries entries;
    double *does, *feels, *limit, *upper, *base, *flat, *coefficient, *exponent, *exp_coefficient, *rate;
    double pairs, ease_x, ease_y;
    int bends; /* whether any curve is not straight */
    int capped; /* from here on movements have no capacity, and w = 1 and v = 0 throughout */
    double *bounded; /* (n,) 1 for movements with a capacity, else 0 */
    char *open;      /* (m,) rows that are inequalities */
    double gain[2];
    Factor factor;
    Point at, by, before, best, spare;
    double *cost, *felt, *slack, *curve, *theta, *push, *trial; /* (n,) but slack */
    double *over_x, *over_w, *low_push, *high_push;             /* (n,) */
    double *grown;                                              /* (exps,) */
    double *ratio, *row_push, *diagonal, *right, *saved;        /* (m,) */
    char *low, *high, *bind;
    void *block; /* all of the arrays above */
} Kernel;

static double least(double a, double b) { return a < b ? a : b; }
static double most(double a, double b) { return a > b ? a : b; }

static double power(double x, double e) { return e == 1.0 ? x : e == 2.0 ? x * x : e == 0.0 ? 1.0 : pow(x, e); }

/* Also leaves the exponentials in k->grown. */
WIDE static void marginal(const Kernel *k, const double *x, double *out) {
    memcpy(out, k->base, (size_t)k->n * sizeof(double));
    for (int i = 0; i < k->terms; i++) {
        int j = k->term_col[i];
        out[j] += k->coefficient[i] * power(most(x[j], k->flat[j]), k->exponent[i]);
    }
    for (int i = 0; i < k->exps; i++) {
        int j = k->exp_col[i];
        k->grown[i] = expm1(k->rate[i] * most(x[j], k->flat[j]));
        out[j] += k->exp_coefficient[i] * k->grown[i];
    }
}

/* At the amounts that `marginal` was last asked about. */
static void slope(const Kernel *k, const double *x, double *out) {
    memset(out, 0, (size_t)k->n * sizeof(double));
    for (int i = 0; i < k->terms; i++) {
        int j = k->term_col[i];
        out[j] += k->coefficient[i] * k->exponent[i] * power(x[j], k->exponent[i] - 1.0);
    }
    for (int i = 0; i < k->exps; i++) out[k->exp_col[i]] += k->exp_coefficient[i] * k->rate[i] * (1.0 + k->grown[i]);
    for (int j = 0; j < k->n; j++) {
        if (k->flat[j] > 0.0 && x[j] <= k->flat[j]) out[j] = 0.0;
        out[j] = least(out[j], STEEPEST);
    }
}

/* out (n,) = feels' price */
static void felt(const Kernel *k, const double *price, double *out) { gather(&k->entries, k->feels, price, out); }

/* out (m,) += does amount */
static void add_done(const Kernel *k, const double *amount, double *out) { scatter(&k->entries, k->does, amount, out); }

static void slack_of(const Kernel *k, const double *x, double *out) {
    memcpy(out, k->limit, (size_t)k->m * sizeof(double));
    add_done(k, x, out);
}

WIDE static double mean_product(const Kernel *k, Point p) {
    Lane sums = {0.0};
    double sum = 0.0;
    for (int j = 0; j < k->n; j += LANE) sums += AT(p.x, j) * AT(p.z, j);
    for (int j = 0; j < k->capped; j += LANE) sums += AT(p.w, j) * AT(p.v, j);
    for (int t = 0; t < LANE; t++) sum += sums[t];
    for (int i = 0; i < k->m; i++) sum += p.s[i] * p.y[i];
    return sum / k->pairs;
}

/* The part of `off` that concerns the movements from..to: the worst, and the sum of what the first equation is off. */
INLINE void off_columns(const Kernel *k, int from, int to, int capped, Lane *worst, Lane *sum) {
    Point p = k->at;
    for (int j = from; j < to; j += LANE) {
        Lane dual = AT(k->cost, j) - AT(k->felt, j) - AT(p.z, j);
        if (capped) dual += AT(p.v, j);
        Lane low = -LARGER(-AT(p.x, j), -AT(p.z, j));
        dual = LARGER(dual, -dual), *sum += dual;
        *worst = LARGER(dual, *worst), *worst = LARGER(low, *worst);
        if (!capped) continue;
        Lane room = -LARGER(-AT(p.w, j), -AT(p.v, j));
        *worst = LARGER(room, *worst);
    }
}

/* The loop's own measure at k->at; leaves cost, felt and slack there for the next step. */
WIDE static double off(Kernel *k) {
    Point p = k->at;
    double worst = 0.0, sum = 0.0;
    Lane all = {0.0}, high = {0.0};
    marginal(k, p.x, k->cost), felt(k, p.y, k->felt), slack_of(k, p.x, k->slack);
    off_columns(k, 0, k->capped, 1, &high, &all);
    off_columns(k, k->capped, k->n, 0, &high, &all);
    for (int t = 0; t < LANE; t++) worst = most(worst, high[t]), sum += all[t];
    for (int i = 0; i < k->m; i++) {
        double primal = fabs(k->slack[i] - p.s[i]);
        worst = most(worst, most(primal, least(p.s[i], fabs(p.y[i]))));
        sum += primal;
    }
    return isfinite(sum) ? worst : INFINITY;
}

static int build(Kernel *k, const char *keep) {
    static const double shifts[] = {0.0, 1e-14, 1e-12, 1e-10, 1e-8};
    double sum = 0.0;
    for (int j = 0; j < k->n; j++) sum += k->theta[j];
    for (int i = 0; i < k->m; i++) sum += k->diagonal[i];
    if (!isfinite(sum)) return 0;
    for (int t = 0; t < 5; t++)
        if (factor_build(&k->factor, k->theta, k->diagonal, keep, shifts[t])) return 1;
    return 0;
}

/* k->right becomes the solution. Pivots are not chosen, so where they are not known to be positive it is refined once. */
static int solve(Kernel *k, const char *keep) {
    int m = k->m, symmetric = k->factor.symmetric;
    double sum = 0.0;
    if (!symmetric) memcpy(k->saved, k->right, (size_t)m * sizeof(double));
    factor_solve(&k->factor, k->right);
    if (!symmetric) {
        double *first = k->saved + m;
        memcpy(first, k->right, (size_t)m * sizeof(double));
        for (int i = 0; i < m; i++) k->right[i] = k->saved[i] - k->diagonal[i] * first[i];
        felt(k, first, k->trial);
        for (int j = 0; j < k->n; j++) k->trial[j] = k->theta[j] == 0.0 ? 0.0 : -k->theta[j] * k->trial[j];
        add_done(k, k->trial, k->right);
        for (int i = 0; i < m; i++) k->right[i] = keep && !keep[i] ? 0.0 : k->right[i];
        factor_solve(&k->factor, k->right);
        for (int i = 0; i < m; i++) k->right[i] += first[i];
    }
    for (int i = 0; i < m; i++) sum += k->right[i];
    return isfinite(sum);
}

static double fall(double worst, double value, double change) { return most(worst, -change / value); }

/* What pushes the movements from..to, and through them the rows. */
INLINE void push_columns(Kernel *k, double aim, double share, int from, int to, int capped) {
    Point p = k->at, b = k->before;
    APART
    for (int j = from; j < to; j++) {
        double low = aim - p.x[j] * p.z[j] - share * b.x[j] * b.z[j];
        double dual = k->cost[j] + k->ease_x * aim * p.x[j] - k->felt[j] - p.z[j];
        double push = k->low_push[j] = low * k->over_x[j];
        if (capped) {
            double high = k->bounded[j] * aim - p.w[j] * p.v[j] - share * b.w[j] * b.v[j];
            k->high_push[j] = high * k->over_w[j];
            push -= k->high_push[j] + p.v[j];
        }
        k->push[j] = push - dual;
        k->trial[j] = -k->theta[j] * k->push[j];
    }
}

/* Sums along a direction: of dx, of the products' first and second derivatives; and the largest relative fall. */
typedef struct {
    Lane all, first, second, fall;
} Along;

/* The direction `by` of the movements from..to, where by.x is feels' dy so far. What is past the last movement is 0. */
INLINE void move_columns(Kernel *k, Point by, int from, int to, int capped, Along *sum) {
    Point p = k->at;
    for (int j = from; j < to; j += LANE) {
        Lane x = AT(p.x, j), z = AT(p.z, j), over_x = AT(k->over_x, j);
        Lane dx = AT(k->theta, j) * (AT(k->push, j) + AT(by.x, j)), dz = AT(k->low_push, j) - z * over_x * dx;
        AT(by.x, j) = dx, AT(by.z, j) = dz;
        sum->all += dx, sum->first += x * dz + z * dx, sum->second += dx * dz;
        Lane fall_x = -dx * over_x, fall_z = -dz / z; /* 0 / 0 past the last */
        sum->fall = LARGER(fall_x, sum->fall), sum->fall = LARGER(fall_z, sum->fall);
        if (!capped) continue;
        Lane w = AT(p.w, j), v = AT(p.v, j), over_w = AT(k->over_w, j);
        Lane dw = -AT(k->bounded, j) * dx, dv = AT(k->high_push, j) - v * over_w * dw;
        AT(by.w, j) = dw, AT(by.v, j) = dv;
        sum->first += w * dv + v * dw, sum->second += dw * dv;
        Lane fall_w = -dw * over_w, fall_v = -dv / v; /* 0 / 0 where there is no capacity */
        sum->fall = LARGER(fall_w, sum->fall), sum->fall = LARGER(fall_v, sum->fall);
    }
}

/* Newton's direction `by` from k->at towards products `aim`, less `share` of the products of k->before. Returns
   how far along it everything stays positive, as a multiple of it, 0 where there is none; k->gain becomes the first and
   second derivative of the products' sum along it. */
WIDE static double direction(Kernel *k, Point by, double aim, double share) {
    Point p = k->at, b = k->before;
    int m = k->m;
    double sum = 0.0, first = 0.0, second = 0.0, worst = STEP;
    push_columns(k, aim, share, 0, k->capped, 1);
    push_columns(k, aim, share, k->capped, k->n, 0);
    for (int i = 0; i < m; i++) {
        double row = (k->open[i] ? aim : 0.0) - p.s[i] * p.y[i] - share * b.s[i] * b.y[i];
        double y = k->open[i] ? p.y[i] : 1.0, primal = k->slack[i] + k->ease_y * aim * p.y[i] - p.s[i];
        k->row_push[i] = row / y;
        k->right[i] = k->row_push[i] - primal;
    }
    add_done(k, k->trial, k->right);
    if (!solve(k, NULL)) return 0.0;
    memcpy(by.y, k->right, (size_t)m * sizeof(double));
    felt(k, by.y, by.x);
    Along along = {{0.0}, {0.0}, {0.0}, {0.0}};
    move_columns(k, by, 0, k->capped, 1, &along);
    move_columns(k, by, k->capped, k->n, 0, &along);
    for (int t = 0; t < LANE; t++) {
        sum += along.all[t], first += along.first[t], second += along.second[t];
        worst = most(worst, along.fall[t]);
    }
    for (int i = 0; i < m; i++) {
        by.s[i] = k->open[i] ? k->row_push[i] - k->ratio[i] * by.y[i] : 0.0;
        first += p.s[i] * by.y[i] + p.y[i] * by.s[i], second += by.s[i] * by.y[i];
        if (k->open[i]) worst = fall(fall(worst, p.s[i], by.s[i]), p.y[i], by.y[i]);
    }
    k->gain[0] = first / k->pairs, k->gain[1] = second / k->pairs;
    return isfinite(sum) ? 1.0 / worst : 0.0;
}

/* `step`, shortened until curves that bend leave the first equation better off. */
static double curbed(Kernel *k, Point by, double step, double mu) {
    Point p = k->at;
    double here = 0.0, *moved = k->trial, *after = k->push, *change = k->curve;
    if (!k->bends) return step;
    for (int j = 0; j < k->n; j++) here = most(here, fabs(k->cost[j] - k->felt[j] - p.z[j] + p.v[j]));
    felt(k, by.y, change);
    for (int turn = 0; turn < 30; turn++) {
        int fine = 1;
        for (int j = 0; j < k->n; j++) moved[j] = p.x[j] + step * by.x[j];
        marginal(k, moved, after);
        for (int j = 0; j < k->n && fine; j++) {
            double wanted = k->felt[j] + p.z[j] - p.v[j] + step * (change[j] + by.z[j] - by.v[j]);
            double bound = (1.0 - 0.1 * step) * here + 10.0 * mu + BEND * fabs(wanted) + 1e-12 * fabs(k->cost[j]);
            fine = fabs(after[j] - wanted) <= bound;
        }
        if (fine) break;
        step *= 0.6;
    }
    return step;
}

/* Move k->at along `by`, into arrays of its own if it is the best so far. */
WIDE static void advance(Kernel *k, Point by, double step) {
    Point p = k->at, q = p.x == k->best.x ? k->spare : p;
    APART
    for (int j = 0; j < k->capped; j++) {
        double x = p.x[j] + step * by.x[j], w = p.w[j] + step * by.w[j], v = p.v[j] + step * by.v[j];
        if (k->bounded[j] > 0.0) {
            if (w < x) x = k->upper[j] - w;
            else w = k->upper[j] - x;
        }
        q.x[j] = most(x, TINIEST), q.w[j] = most(w, TINIEST);
        q.z[j] = most(p.z[j] + step * by.z[j], TINIEST), q.v[j] = k->bounded[j] > 0.0 ? most(v, TINIEST) : 0.0;
    }
    APART
    for (int j = k->capped; j < k->n; j++) {
        q.x[j] = most(p.x[j] + step * by.x[j], TINIEST);
        q.z[j] = most(p.z[j] + step * by.z[j], TINIEST);
    }
    for (int i = 0; i < k->m; i++) {
        double y = p.y[i] + step * by.y[i], s = p.s[i] + step * by.s[i];
        q.y[i] = k->open[i] ? most(y, TINIEST) : y, q.s[i] = k->open[i] ? most(s, TINIEST) : 0.0;
    }
    if (q.x != p.x) k->spare = (Point){0}, k->at = q;
}

/* Theta of the movements from..to. */
INLINE void weigh_columns(Kernel *k, double mu, int from, int to, int capped) {
    Point p = k->at;
    APART
    for (int j = from; j < to; j++) {
        double sum = k->curve[j] + k->ease_x * mu + p.z[j] * (k->over_x[j] = 1.0 / p.x[j]);
        if (capped) sum += p.v[j] * (k->over_w[j] = 1.0 / p.w[j]);
        k->theta[j] = 1.0 / sum;
    }
}

/* One predictor and corrector from k->at; 0 where no direction can be found. */
WIDE static int step(Kernel *k, double mu) {
    Point p = k->at;
    slope(k, p.x, k->curve);
    weigh_columns(k, mu, 0, k->capped, 1);
    weigh_columns(k, mu, k->capped, k->n, 0);
    for (int i = 0; i < k->m; i++) {
        k->ratio[i] = p.s[i] / (k->open[i] ? p.y[i] : 1.0);
        k->diagonal[i] = k->ratio[i] + (k->open[i] ? k->ease_y * mu : most(k->ease_y * mu, 1e-12));
    }
    if (!build(k, NULL)) return 0;
    double share = least(1.0, direction(k, k->before, 0.0, 0.0));
    if (share == 0.0) return 0;
    double ahead = most(1.0 + share * (k->gain[0] + share * k->gain[1]) / mu, 0.0);
    double centring = least(1.0, pow(ahead, CENTRING));
    double reach = direction(k, k->by, most(centring, 1e-8) * mu, 1.0);
    if (reach == 0.0) return 0;
    advance(k, k->by, curbed(k, k->by, least(1.0, STEP * reach), mu));
    return 1;
}

/* Iterate from k->at, which becomes the best point found; returns the iterations, `spent` ones included. */
static int run(Kernel *k, double tolerance, int spent) {
    double smallest = off(k), now;
    Point other = k->best;
    k->best = k->at, k->spare = other; /* the same arrays, until k->at moves on */
    for (int since = 0; smallest > tolerance && spent < LIMIT && since < PATIENCE;) {
        double mu = mean_product(k, k->at);
        if (!(mu > FAINTEST) || !step(k, mu)) break;
        spent++, since++;
        now = off(k);
        if (now < smallest) {
            since = now < 0.9 * smallest ? 0 : since;
            smallest = now;
            k->spare = k->best, k->best = k->at;
        }
    }
    other = k->at.x == k->best.x ? k->spare : k->at;
    k->at = k->best, k->best = other;
    return spent;
}

/* `measure` of measure.py for amounts x and prices y in scaled units; leaves cost, felt and slack for the next step. */
WIDE static double measure(Kernel *k, const double *x, const double *y) {
    double worst = 0.0, sum = 0.0;
    marginal(k, x, k->cost), felt(k, y, k->felt), slack_of(k, x, k->slack);
    for (int j = 0; j < k->n; j++) {
        double reduced = k->cost[j] - k->felt[j];
        worst = most(worst, fabs(most(x[j] - k->upper[j], least(reduced, x[j]))));
        sum += reduced + x[j];
    }
    for (int i = 0; i < k->m; i++) {
        worst = most(worst, fabs(k->open[i] ? least(k->slack[i], y[i]) : k->slack[i]));
        sum += k->slack[i] + y[i];
    }
    return isfinite(sum) ? worst : INFINITY;
}

static void place(Kernel *k, double *x, double *y) {
    for (int j = 0; j < k->n; j++) x[j] = k->low[j] ? 0.0 : k->high[j] ? k->upper[j] : x[j];
    for (int i = 0; i < k->m; i++) y[i] = k->bind[i] ? y[i] : 0.0;
}

/* One proximal Newton step of x and y on the free movements and binding budgets; 0 where it cannot be had. */
static int newton(Kernel *k, double *x, double *y) {
    slope(k, x, k->curve);
    for (int j = 0; j < k->n; j++) {
        k->theta[j] = k->low[j] || k->high[j] ? 0.0 : 1.0 / (k->curve[j] + NEAR_AMOUNT);
        k->push[j] = k->felt[j] - k->cost[j];
    }
    for (int i = 0; i < k->m; i++) k->diagonal[i] = NEAR_PRICE, k->right[i] = -k->slack[i];
    if (!build(k, k->bind)) return 0;
    for (int j = 0; j < k->n; j++) k->trial[j] = -k->theta[j] * k->push[j];
    add_done(k, k->trial, k->right);
    for (int i = 0; i < k->m; i++) k->right[i] = k->bind[i] ? k->right[i] : 0.0;
    if (!solve(k, k->bind)) return 0;
    felt(k, k->right, k->trial);
    for (int j = 0; j < k->n; j++) x[j] += k->theta[j] * (k->push[j] + k->trial[j]);
    for (int i = 0; i < k->m; i++) y[i] += k->right[i];
    return 1;
}

static void keep(Kernel *k, const double *x, const double *y) {
    memcpy(k->best.x, x, (size_t)k->n * sizeof(double)), memcpy(k->best.y, y, (size_t)k->m * sizeof(double));
}

/* k->best.x and .y become the exact answer next to k->at; returns its measure. */
static double polish(Kernel *k) {
    Point p = k->at;
    double *x = k->by.x, *y = k->by.y;
    for (int j = 0; j < k->n; j++) {
        k->low[j] = p.z[j] > p.x[j];
        k->high[j] = k->bounded[j] > 0.0 && p.v[j] > p.w[j] && !k->low[j];
        x[j] = p.x[j];
    }
    for (int i = 0; i < k->m; i++) k->bind[i] = !k->open[i] || p.y[i] > p.s[i], y[i] = p.y[i];
    place(k, x, y);
    double smallest = measure(k, x, y);
    keep(k, x, y);
    for (int count = 0, since = 0; count < STEPS; count++) {
        if (!newton(k, x, y)) break;
        for (int j = 0; j < k->n; j++) {
            if (x[j] < 0.0) k->low[j] = 1;
            if (x[j] > k->upper[j] && !k->low[j]) k->high[j] = 1;
        }
        for (int i = 0; i < k->m; i++)
            if (k->open[i] && y[i] < 0.0) k->bind[i] = 0;
        place(k, x, y);
        double off_now = measure(k, x, y);
        since++;
        if (off_now < smallest) smallest = off_now, since = 0, keep(k, x, y);
        if (smallest < 1e-15 || since >= 5) break;
        if (count == 0) continue;
        for (int j = 0; j < k->n; j++) {
            double reduced = k->cost[j] - k->felt[j];
            if (reduced < -WRONG) k->low[j] = 0;
            if (reduced > WRONG) k->high[j] = 0;
        }
        for (int i = 0; i < k->m; i++)
            if (k->slack[i] < -WRONG) k->bind[i] = 1;
    }
    return smallest;
}

/* ---- What Python sees: create(arrays) -> kernel; run and polish(kernel, point), where a point is one array
   x, z, w, v (n,), y, s (m,) that is changed in place. Every length and index is checked in create. ---- */

static const char NAME[] = "comity.kernel";
enum { ARRAYS = 15 };

static void destroy(PyObject *capsule) {
    Kernel *k = PyCapsule_GetPointer(capsule, NAME);
    if (!k) return;
    factor_free(&k->factor);
    free(k->block);
    free(k);
}

static void *carve(char **from, size_t count, size_t each) {
    void *piece = *from;
    *from += (count * each + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE;
    return piece;
}

static void point_carve(Point *p, char **from, size_t n, size_t m) {
    size_t wide = padded(n);
    double *a = carve(from, 4 * wide + 2 * m, sizeof(double));
    *p = (Point){a, a + wide, a + 2 * wide, a + 3 * wide, a + 4 * wide, a + 4 * wide + m};
}

static int indices(const Py_buffer *given, int bound, int *out) {
    const long long *value = given->buf;
    for (Py_ssize_t i = 0; i < given->len / 8; i++) {
        if (value[i] < 0 || value[i] >= bound) return 0;
        out[i] = (int)value[i];
    }
    return 1;
}

/* Room for all arrays, in one block of zeros; 0 where there is none. */
static int carve_all(Kernel *k) {
    size_t n = (size_t)k->n, m = (size_t)k->m, nnz = (size_t)k->nnz, terms = (size_t)k->terms, exps = (size_t)k->exps;
    size_t doubles = 4 * (4 * n + 2 * m) + 2 * nnz + 14 * n + 8 * m + 2 * terms + 3 * exps;
    size_t bytes = doubles * 8 + (2 * n + nnz + terms + exps + 1) * 4 + 2 * n + 2 * m + 64 * 5 * CACHE_LINE;
    char *from = k->block = aligned_alloc(CACHE_LINE, bytes / CACHE_LINE * CACHE_LINE);
    if (!from) return 0;
    memset(from, 0, bytes / CACHE_LINE * CACHE_LINE);
    point_carve(&k->at, &from, n, m), point_carve(&k->by, &from, n, m);
    point_carve(&k->before, &from, n, m), point_carve(&k->best, &from, n, m);
    double **wide[] = {&k->upper, &k->base, &k->flat, &k->cost, &k->felt, &k->curve, &k->theta,
                       &k->push, &k->trial, &k->over_x, &k->over_w, &k->low_push, &k->high_push, &k->bounded};
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++) *wide[i] = carve(&from, n, 8);
    double **tall[] = {&k->limit, &k->slack, &k->ratio, &k->row_push, &k->diagonal, &k->right};
    for (size_t i = 0; i < sizeof tall / sizeof *tall; i++) *tall[i] = carve(&from, m, 8);
    k->saved = carve(&from, 2 * m, 8);
    k->does = carve(&from, nnz, 8), k->feels = carve(&from, nnz, 8);
    k->coefficient = carve(&from, terms, 8), k->exponent = carve(&from, terms, 8);
    k->exp_coefficient = carve(&from, exps, 8), k->rate = carve(&from, exps, 8), k->grown = carve(&from, exps, 8);
    k->entries.begin = carve(&from, n + 1, 4), k->entries.row = carve(&from, nnz, 4), k->column = carve(&from, n, 4);
    k->term_col = carve(&from, terms, 4), k->exp_col = carve(&from, exps, 4);
    char **flag[] = {&k->low, &k->high, &k->open, &k->bind};
    for (size_t i = 0; i < 4; i++) *flag[i] = carve(&from, i < 2 ? n : m, 1);
    return 1;
}

/* Put movements with a capacity first and, among them and among the others, those with as many entries together.
   `place` (n,) becomes where each of the caller's movements stands. */
static void sort_columns(Kernel *k, const long long *begin, const double *upper, int *place) {
    Entries *e = &k->entries;
    int first[2 * KINDS + 1] = {0};
    for (int pass = 0; pass < 2; pass++) {
        for (int j = 0; j < k->n; j++) {
            long long each = begin[j + 1] - begin[j];
            int kind = (isfinite(upper[j]) ? 0 : KINDS) + (each == 1 ? 0 : each == 2 ? 1 : 2);
            if (pass) k->column[place[j] = first[kind]++] = j;
            else first[kind + 1]++;
        }
        for (int kind = 0; kind < 2 * KINDS && !pass; kind++) {
            int from = first[kind], to = first[kind + 1] += from, each = kind % KINDS + 1;
            e->stretch[kind] = (Stretch){from, to, each < KINDS ? each : 0};
        }
    }
    int capped = (int)padded((size_t)e->stretch[KINDS].from);
    k->capped = capped < k->n ? capped : k->n;
}

/* Take over what the caller gave, movements in their own order. */
static void take_over(Kernel *k, const Py_buffer *a, const int *place) {
    const long long *begin = a[0].buf, *row = a[1].buf;
    const double *does = a[2].buf, *feels = a[3].buf, *upper = a[5].buf, *base = a[6].buf, *flat = a[7].buf;
    Entries *to = &k->entries;
    for (int j = 0, at = 0; j < k->n; j++) {
        int from = k->column[j];
        k->upper[j] = upper[from], k->base[j] = base[from], k->flat[j] = flat[from];
        k->bounded[j] = isfinite(upper[from]) ? 1.0 : 0.0, k->best.w[j] = 1.0;
        for (long long e = begin[from]; e < begin[from + 1]; e++, at++)
            to->row[at] = (int)row[e], k->does[at] = does[e], k->feels[at] = feels[e];
        to->begin[j + 1] = at;
    }
    double *const into[ARRAYS] = {[9] = k->coefficient, [10] = k->exponent, [12] = k->exp_coefficient, [13] = k->rate};
    for (int i = 0; i < ARRAYS; i++)
        if (into[i] && a[i].len) memcpy(into[i], a[i].buf, (size_t)a[i].len);
    for (int i = 0; i < k->terms; i++) k->term_col[i] = place[k->term_col[i]];
    for (int i = 0; i < k->exps; i++) k->exp_col[i] = place[k->exp_col[i]];
    k->bends = k->exps > 0;
    for (int i = 0; i < k->terms; i++) k->bends = k->bends || k->exponent[i] != 1.0;
    for (int j = 0; j < k->n; j++) k->bends = k->bends || k->flat[j] > 0.0;
}

static const char *fill(Kernel *k, const Py_buffer *a) {
    if (!carve_all(k)) return "memory";
    int *begin = k->entries.begin, n = k->n, symmetric = 1;
    if (!indices(&a[0], k->nnz + 1, begin) || !indices(&a[1], k->m, k->entries.row) || begin[0] != 0 ||
        begin[n] != k->nnz || !indices(&a[8], n, k->term_col) || !indices(&a[11], n, k->exp_col))
        return "index";
    for (int j = 0; j < n; j++)
        if (begin[j] > begin[j + 1]) return "index";
    int *place = malloc((size_t)n * sizeof(int));
    if (!place) return "memory";
    sort_columns(k, a[0].buf, a[5].buf, place);
    take_over(k, a, place);
    free(place);
    for (int e = 0; e < k->nnz; e++) symmetric = symmetric && k->does[e] == k->feels[e];
    if (!factor_pattern(&k->factor, k->m, n, &k->entries, k->does, k->feels, symmetric)) return "memory";
    for (int i = 0; i < k->m; i++) {
        k->limit[i] = ((const double *)a[4].buf)[k->factor.perm[i]];
        k->open[i] = ((const char *)a[14].buf)[k->factor.perm[i]] ? 0 : 1;
    }
    return NULL;
}

static PyObject *create(PyObject *self, PyObject *args) {
    Py_buffer a[ARRAYS];
    Kernel *k = calloc(1, sizeof(Kernel));
    PyObject *capsule = NULL;
    const char *wrong = "memory";
    (void)self;
    memset(a, 0, sizeof a);
    if (!k) return PyErr_NoMemory();
    if (!PyArg_ParseTuple(args, "y*y*y*y*y*y*y*y*y*y*y*y*y*y*y*ddd", &a[0], &a[1], &a[2], &a[3], &a[4], &a[5], &a[6], &a[7],
                          &a[8], &a[9], &a[10], &a[11], &a[12], &a[13], &a[14], &k->ease_x, &k->ease_y, &k->pairs)) {
        free(k);
        return NULL;
    }
    Py_ssize_t n = a[5].len / 8, m = a[4].len / 8, nnz = a[1].len / 8, terms = a[8].len / 8, exps = a[11].len / 8;
    const Py_ssize_t length[ARRAYS] = {n + 1, nnz, nnz, nnz, m, n, n, n, terms, terms, terms, exps, exps, exps, m};
    int same = n < 1 << 27 && m < 1 << 27 && nnz < 1 << 28 && terms < 1 << 27 && exps < 1 << 27 && n > 0 && m > 0;
    for (int i = 0; i < ARRAYS; i++) same = same && a[i].len == length[i] * (i == 14 ? 1 : 8);
    if (!same) wrong = "length";
    else {
        k->n = (int)n, k->m = (int)m, k->nnz = (int)nnz, k->terms = (int)terms, k->exps = (int)exps;
        Py_BEGIN_ALLOW_THREADS
        wrong = fill(k, a);
        Py_END_ALLOW_THREADS
    }
    for (int i = 0; i < ARRAYS; i++) PyBuffer_Release(&a[i]);
    if (!wrong) capsule = PyCapsule_New(k, NAME, destroy);
    if (capsule) return capsule;
    if (wrong && strcmp(wrong, "memory") != 0) PyErr_Format(PyExc_ValueError, "the arrays of the program are wrong: %s", wrong);
    else PyErr_NoMemory();
    factor_free(&k->factor);
    free(k->block), free(k);
    return NULL;
}

/* Copy a point in or out, between the caller's order of movements and rows and that inside. */
static void exchange(Kernel *k, Point p, double *given, int out) {
    size_t n = (size_t)k->n, m = (size_t)k->m;
    double *y = given + 4 * n, *s = y + m;
    double *part[] = {p.x, p.z, p.w, p.v};
    for (size_t i = 0; i < 4; i++)
        for (size_t j = 0; j < n; j++) {
            double *outside = given + i * n + k->column[j];
            if (out) *outside = part[i][j];
            else part[i][j] = *outside;
        }
    for (size_t i = 0; i < m; i++) {
        int row = k->factor.perm[i];
        if (out) y[row] = p.y[i], s[row] = p.s[i];
        else p.y[i] = y[row], p.s[i] = s[row];
    }
}

static Kernel *opened(PyObject *capsule, Py_buffer *point) {
    Kernel *k = PyCapsule_GetPointer(capsule, NAME);
    if (k && point->len != (Py_ssize_t)((4 * (size_t)k->n + 2 * (size_t)k->m) * sizeof(double))) {
        PyErr_SetString(PyExc_ValueError, "the point is of another program");
        k = NULL;
    }
    if (!k) PyBuffer_Release(point);
    return k;
}

static PyObject *py_run(PyObject *self, PyObject *args) {
    PyObject *capsule;
    Py_buffer point;
    double tolerance;
    int spent;
    (void)self;
    if (!PyArg_ParseTuple(args, "Ow*di", &capsule, &point, &tolerance, &spent)) return NULL;
    Kernel *k = opened(capsule, &point);
    if (!k) return NULL;
    double left;
    Py_BEGIN_ALLOW_THREADS
    exchange(k, k->at, point.buf, 0);
    spent = run(k, tolerance, spent);
    left = off(k);
    exchange(k, k->at, point.buf, 1);
    Py_END_ALLOW_THREADS
    PyBuffer_Release(&point);
    return Py_BuildValue("id", spent, left);
}

static PyObject *py_polish(PyObject *self, PyObject *args) {
    PyObject *capsule;
    Py_buffer point;
    (void)self;
    if (!PyArg_ParseTuple(args, "Ow*", &capsule, &point)) return NULL;
    Kernel *k = opened(capsule, &point);
    if (!k) return NULL;
    double left;
    Py_BEGIN_ALLOW_THREADS
    exchange(k, k->at, point.buf, 0);
    left = polish(k);
    exchange(k, k->best, point.buf, 1);
    Py_END_ALLOW_THREADS
    PyBuffer_Release(&point);
    return PyFloat_FromDouble(left);
}

static PyMethodDef methods[] = {
    {"create", create, METH_VARARGS, "A kernel for the arrays of a scaled program."},
    {"run", py_run, METH_VARARGS, "Iterate a point to a tolerance; returns the iterations spent and the measure."},
    {"polish", py_polish, METH_VARARGS, "Put a point's amounts and prices on the exact answer; returns its measure."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "_kernel", "The compiled kernel.", -1, methods, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__kernel(void) { return PyModule_Create(&module); }
