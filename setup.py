"""The compiled kernel is optional: without a compiler the project installs all the same, and the reference is used."""

from setuptools import Extension, setup

setup(
    ext_modules=[
        Extension(
            "comity.market._kernel",
            ["src/comity/market/_kernel.c"],
            depends=["src/comity/market/_kernel_factor.h", "src/comity/market/_kernel_order.h"],
            extra_compile_args=["-O3", "-ffp-contract=fast"],
            optional=True,
        )
    ]
)
