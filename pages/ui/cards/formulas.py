"""The tables' formulas as typeset mathematics, and their slopes.

An entry that is missing here is shown as its table writes it.
"""

# name: (A = g(z), g'(z))
ACTIVATION = {
    "relu": (r"a=\max(0,\,z)", r"g'(z)=\begin{cases}1&z>0\\0&z\le 0\end{cases}"),
    "leaky relu": (r"a=\max(z,\;0.01\,z)", r"g'(z)=\begin{cases}1&z>0\\0.01&z\le 0\end{cases}"),
    "tanh": (r"a=\frac{e^{z}-e^{-z}}{e^{z}+e^{-z}}", r"g'(z)=1-a^{2}"),
    "sigmoid": (r"a=\frac{1}{1+e^{-z}}", r"g'(z)=a\,(1-a)"),
    "linear": (r"a=z", r"g'(z)=1"),
    "elu": (
        r"a=\begin{cases}z&z>0\\e^{z}-1&z\le 0\end{cases}",
        r"g'(z)=\begin{cases}1&z>0\\a+1&z\le 0\end{cases}",
    ),
    "selu": (
        r"a=\begin{cases}1.0507\,z&z>0\\1.7581\,(e^{z}-1)&z\le 0\end{cases}",
        r"g'(z)=\begin{cases}1.0507&z>0\\a+1.7581&z\le 0\end{cases}",
    ),
    "gelu": (
        r"a=\tfrac12 z\,(1+t),\quad t=\tanh\!\Big(\sqrt{\tfrac{2}{\pi}}\,(z+0.0447\,z^{3})\Big)",
        r"g'(z)=\tfrac12(1+t)+\tfrac12 z\,(1-t^{2})\sqrt{\tfrac{2}{\pi}}\,(1+0.134\,z^{2})",
    ),
    "swish": (r"a=z\,s,\quad s=\frac{1}{1+e^{-z}}", r"g'(z)=s\,\big(1+z\,(1-s)\big)"),
    "softplus": (r"a=\log(1+e^{z})", r"g'(z)=1-e^{-a}"),
    "sine": (r"a=\sin z", r"g'(z)=\cos z"),
    "softsign": (r"a=\frac{z}{1+|z|}", r"g'(z)=(1-|a|)^{2}"),
    "hardtanh": (
        r"a=\max(-1,\,\min(1,\,z))",
        r"g'(z)=\begin{cases}1&|z|<1\\0&|z|\ge 1\end{cases}",
    ),
    "mish": (
        r"a=z\,t,\quad t=\tanh\log(1+e^{z})",
        r"g'(z)=t+z\,(1-t^{2})\,\frac{1}{1+e^{-z}}",
    ),
    "gelu (erf)": (
        r"a=z\,\Phi(z)=\tfrac12 z\,\big(1+\mathrm{erf}(z/\sqrt2)\big)",
        r"g'(z)=\Phi(z)+\frac{z}{\sqrt{2\pi}}\,e^{-z^{2}/2}",
    ),
}

# (output, loss): (loss of one example, its slope by z)
PAIR = {
    ("sigmoid", "cross-entropy"): (r"-\big[y\log a+(1-y)\log(1-a)\big]", r"a-y"),
    ("softmax", "cross-entropy"): (r"-\textstyle\sum_k y_k\log a_k", r"a_k-y_k"),
    ("linear", "squared error"): (r"\tfrac12(a-y)^{2}", r"a-y"),
    ("sigmoid", "squared error"): (r"\tfrac12(a-y)^{2}", r"(a-y)\,a\,(1-a)"),
    ("tanh", "squared error"): (r"\tfrac12(a-y)^{2}", r"(a-y)\,(1-a^{2})"),
    ("linear", "absolute error"): (r"|a-y|", r"\mathrm{sign}(a-y)"),
    ("sigmoid", "hinge"): (
        r"\max(0,\,1-t\,z),\quad t=2y-1",
        r"\begin{cases}-t&t\,z<1\\0&t\,z\ge 1\end{cases}",
    ),
    ("linear", "huber"): (
        r"\begin{cases}\tfrac12 r^{2}&|r|\le 1\\|r|-\tfrac12&|r|>1\end{cases}\quad r=a-y",
        r"\max(-1,\,\min(1,\,r))",
    ),
}

# name: the equations of one step, one a line
OPTIMIZER = {
    "gradient descent": (r"\theta\leftarrow\theta-\alpha\,d\theta",),
    "momentum": (r"v\leftarrow\beta_1v+(1-\beta_1)\,d\theta", r"\theta\leftarrow\theta-\alpha\,v"),
    "rmsprop": (
        r"s\leftarrow\beta_2s+(1-\beta_2)\,d\theta^{2}",
        r"\theta\leftarrow\theta-\alpha\,\frac{d\theta}{\sqrt{s}+\varepsilon}",
    ),
    "adam": (
        r"v\leftarrow\beta_1v+(1-\beta_1)\,d\theta,\quad s\leftarrow\beta_2s+(1-\beta_2)\,d\theta^{2}",
        r"\hat v=\frac{v}{1-\beta_1^{t}},\quad\hat s=\frac{s}{1-\beta_2^{t}},\quad"
        r"\theta\leftarrow\theta-\alpha\,\frac{\hat v}{\sqrt{\hat s}+\varepsilon}",
    ),
    "nesterov": (
        r"v\leftarrow\beta_1v+(1-\beta_1)\,d\theta",
        r"\theta\leftarrow\theta-\alpha\,\big(\beta_1v+(1-\beta_1)\,d\theta\big)",
    ),
    "adagrad": (
        r"s\leftarrow s+d\theta^{2}",
        r"\theta\leftarrow\theta-\alpha\,\frac{d\theta}{\sqrt{s}+\varepsilon}",
    ),
    "adamw": (
        r"\theta\leftarrow(1-\alpha\,\delta)\,\theta\quad\text{with the weight decay }\delta",
        r"v\leftarrow\beta_1v+(1-\beta_1)\,d\theta,\quad s\leftarrow\beta_2s+(1-\beta_2)\,d\theta^{2}",
        r"\hat v=\frac{v}{1-\beta_1^{t}},\quad\hat s=\frac{s}{1-\beta_2^{t}},\quad"
        r"\theta\leftarrow\theta-\alpha\,\frac{\hat v}{\sqrt{\hat s}+\varepsilon}",
    ),
}

INITIALIZER = {
    "zeros": r"W=0",
    "article": r"W\sim 0.01\cdot N(0,1)",
    "xavier": r"W\sim N(0,1)\cdot\sqrt{\frac{2}{n_{prev}+n}}",
    "he": r"W\sim N(0,1)\cdot\sqrt{\frac{2}{n_{prev}}}",
    "constant": r"W=c",
    "uniform": r"W\sim U(-c,\;c)",
    "xavier uniform": r"W\sim U(-r,\;r),\quad r=\sqrt{\frac{6}{n_{prev}+n}}",
    "he uniform": r"W\sim U(-r,\;r),\quad r=\sqrt{\frac{6}{n_{prev}}}",
    "lecun": r"W\sim N(0,1)\cdot\sqrt{\frac{1}{n_{prev}}}",
    "orthogonal": r"W^{\top}W=1\ \text{ or }\ WW^{\top}=1",
}

# name: (what it adds to the cost, what it adds to the gradient of a weight)
REGULARIZER = {
    "none": (r"0", r"0"),
    "l1": (r"\frac{\lambda}{m}\sum|w|", r"\frac{\lambda}{m}\,\mathrm{sign}(w)"),
    "l1 to zero": (
        r"\frac{\lambda}{m}\sum|w|",
        r"0,\quad w\leftarrow\mathrm{sign}(w)\,\max\big(|w|-\tfrac{\alpha\lambda}{m},\,0\big)",
    ),
    "l2": (r"\frac{\lambda}{2m}\sum w^{2}", r"\frac{\lambda}{m}\,w"),
    "elastic": (
        r"\frac{\lambda}{2m}\sum\big(|w|+\tfrac12w^{2}\big)",
        r"\frac{\lambda}{2m}\,\big(\mathrm{sign}(w)+w\big)",
    ),
}

SCHEDULE = {
    "constant": r"\alpha_t=\alpha",
    "step": r"\alpha_t=\alpha\cdot d^{\lfloor t/n\rfloor}",
    "exponential": r"\alpha_t=\alpha\cdot d^{\,t/n}",
    "cosine": r"\alpha_t=\alpha\cdot\tfrac12\big(1+\cos(\pi\,\min(1,\,t/n))\big)",
    "warm-up": r"\alpha_t=\alpha\cdot\min\!\big(1,\,(t+1)/n\big)",
}
